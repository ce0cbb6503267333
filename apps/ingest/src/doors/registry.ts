import type { DeviceDirectory } from '@fettle/persistence';
import type { DoorName } from '../topics/topic-route';
import type { Door } from './door';
import { EventsDoor } from './events/events.door';
import { FrameWriter } from './frame-writer';
import { FramesDoor } from './frames/frames.door';
import { JsonDoor } from './json/json.door';
import { type GapListener, SparkplugDoor } from './sparkplug/sparkplug.door';
import { StatusDoor } from './status/status.door';
import { ThingsBoardDoor } from './thingsboard/thingsboard.door';

/** Every door; a new one is a folder, a row here and a topic in `topics/topic-route.ts`. */
export function openDoors(
  directory: Pick<DeviceDirectory, 'registerSignals'>,
  onGap: GapListener,
): Readonly<Record<DoorName, Door>> {
  const writer = new FrameWriter();
  return {
    frames: new FramesDoor(),
    json: new JsonDoor(writer),
    status: new StatusDoor(),
    events: new EventsDoor(),
    sparkplug: new SparkplugDoor(writer, onGap),
    thingsboard: new ThingsBoardDoor(writer, directory),
  };
}
