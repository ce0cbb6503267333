import { fullTime, viewerZone } from '../time/calendar';
import { relativeTime } from '../time/relative-time';
import { useNow } from '../time/use-now';

interface TimeAgoProps {
  /** ISO 8601; null: never. */
  readonly at: string | null;
  readonly never?: string;
  /** A second zone in which a crew plans, IANA name; told on hover when it is not the viewer's. */
  readonly siteZone?: string;
}

/** A moment relative to now; its full date, time and zone on hover and for a screen reader. */
export function TimeAgo({ at, never = 'never', siteZone }: TimeAgoProps) {
  const now = useNow();
  if (at === null) return <span className="soft">{never}</span>;
  const atMs = Date.parse(at);
  const local =
    siteZone === undefined || siteZone === viewerZone() ? '' : ` (on site: ${fullTime(atMs, siteZone)})`;
  return (
    <time dateTime={at} title={fullTime(atMs) + local}>
      {relativeTime(atMs, now)}
    </time>
  );
}
