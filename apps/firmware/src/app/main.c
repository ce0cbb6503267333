#include "app/app.h"

#define BLINK_MS 250u

static struct app app;

/* Who has not been provisioned blinks and keeps silent. */
static void wait_for_provisioning(void)
{
  for (;;) {
    board_feed_watchdog();
    board_light(board_now_ms() / BLINK_MS % 2 == 0);
    board_sleep();
  }
}

int main(void)
{
  board_begin();
  if (!app_begin(&app)) wait_for_provisioning();
  for (;;) {
    if (!app_step(&app)) board_sleep();
  }
}
