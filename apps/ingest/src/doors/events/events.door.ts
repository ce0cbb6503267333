import { TOPICS } from '@fettle/contracts';
import { judgeTime } from '../clock-window';
import { type Door, type DoorContext, happened, type Opened, refused } from '../door';
import { decodeSnippet } from './snippet';

/** Raw snippets, as they came or not at all. */
export class EventsDoor implements Door {
  open(payload: Uint8Array, { nowMs }: DoorContext): Opened {
    const snippet = decodeSnippet(payload);
    if (typeof snippet === 'string') return refused('SNIPPET.MALFORMED', snippet);
    const reason = judgeTime(snippet.timeMs, nowMs);
    if (reason !== null) {
      return refused(reason, `event time ${snippet.timeMs} ms, the platform's is ${nowMs} ms`);
    }
    return happened(TOPICS.snippets.name, payload);
  }
}
