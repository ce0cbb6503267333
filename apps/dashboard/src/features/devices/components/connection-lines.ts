import type { DeviceCredentialsResponse } from '@fettle/contracts';

type Mqtt = DeviceCredentialsResponse['mqtt'];

/** Text as one word for a POSIX shell: single quotes, those inside closed, escaped and opened again. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Text as a literal that C and Python read alike (JSON's escapes are a subset of both). */
function literal(text: string): string {
  return JSON.stringify(text);
}

/** A line for a shell that sends one reading of now. */
export function mosquittoLine(mqtt: Mqtt, signal: string, value: number): string {
  const { host, port, clientId, username, password, topics } = mqtt;
  const words = [host, String(port), clientId, username, password, topics.json].map(shellWord);
  return [
    `mosquitto_pub -h ${words[0]} -p ${words[1]} -i ${words[2]} -q 1 \\`,
    `  -u ${words[3]} -P ${words[4]} -t ${words[5]} \\`,
    `  -m "{\\"ts\\": $(date +%s%3N), \\"values\\": {\\"${signal}\\": ${value}}}"`,
  ].join('\n');
}

/** A Python program (paho-mqtt) that sends one reading of now. */
export function pythonLines(mqtt: Mqtt, signal: string, value: number): string {
  return [
    'import json, time',
    'import paho.mqtt.publish as publish',
    '',
    `payload = {"ts": int(time.time() * 1000), "values": {${literal(signal)}: ${value}}}`,
    'publish.single(',
    `    ${literal(mqtt.topics.json)},`,
    '    json.dumps(payload), qos=1,',
    `    hostname=${literal(mqtt.host)}, port=${mqtt.port}, client_id=${literal(mqtt.clientId)},`,
    `    auth={"username": ${literal(mqtt.username)}, "password": ${literal(mqtt.password)}},`,
    ')',
  ].join('\n');
}

/** A C program (libmosquitto) that sends one reading of now and waits until it is durable. */
export function cLines(mqtt: Mqtt, signal: string, value: number): string {
  return [
    '/* cc device.c -lmosquitto */',
    '#include <mosquitto.h>',
    '#include <stdio.h>',
    '#include <time.h>',
    '',
    'static void done(struct mosquitto *m, void *o, int id) { (void)o; (void)id; mosquitto_disconnect(m); }',
    '',
    'int main(void) {',
    '  char body[128];',
    '  struct timespec now;',
    '  clock_gettime(CLOCK_REALTIME, &now);',
    '  int length = snprintf(body, sizeof body, "{\\"ts\\": %lld, \\"values\\": {\\"' +
      signal +
      `\\": ${value}}}",`,
    '                        now.tv_sec * 1000LL + now.tv_nsec / 1000000);',
    '  mosquitto_lib_init();',
    `  struct mosquitto *m = mosquitto_new(${literal(mqtt.clientId)}, true, NULL);`,
    `  mosquitto_username_pw_set(m, ${literal(mqtt.username)}, ${literal(mqtt.password)});`,
    '  mosquitto_publish_callback_set(m, done);',
    `  if (mosquitto_connect(m, ${literal(mqtt.host)}, ${mqtt.port}, 60) != MOSQ_ERR_SUCCESS) return 1;`,
    `  mosquitto_publish(m, NULL, ${literal(mqtt.topics.json)}, length, body, 1, false);`,
    '  return mosquitto_loop_forever(m, -1, 1);',
    '}',
  ].join('\n');
}
