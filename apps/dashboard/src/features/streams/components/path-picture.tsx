import type { StreamsResponse } from '@fettle/contracts';
import { measured, shortCount } from '../../../charts/number-format';
import { shortDuration } from '../../../time/relative-time';
import styles from './streams.module.css';

interface Stop {
  readonly name: string;
  readonly does: string;
  /** What waits in front of it. */
  readonly lag: number | null;
}

/** Consumer groups by the station they feed; a group of another name is shown in the table only. */
function lagOf(streams: StreamsResponse, station: string): number | null {
  const groups = streams.consumers.filter((consumer) => consumer.group.includes(station));
  return groups.length === 0 ? null : groups.reduce((sum, consumer) => sum + consumer.lag, 0);
}

function stops(streams: StreamsResponse): Stop[] {
  return [
    {
      name: 'Devices',
      does: `${shortCount(streams.devices.online)} of ${shortCount(streams.devices.total)} talking`,
      lag: null,
    },
    { name: 'Ingest', does: 'checks, makes durable, acknowledges', lag: null },
    { name: 'Stream', does: 'counts once, closes windows', lag: lagOf(streams, 'stream') },
    { name: 'Forecast', does: 'health and remaining life', lag: lagOf(streams, 'forecast') },
    { name: 'Alerting', does: 'rules, alerts', lag: lagOf(streams, 'alert') },
    { name: 'This screen', does: 'within 100 ms', lag: lagOf(streams, 'api') },
  ];
}

function arrowText(streams: StreamsResponse, index: number, stop: Stop): readonly [string, string] {
  if (index === 1)
    return [
      `${measured(streams.rates.framesPerSecond)} frames/s`,
      `${measured(streams.rates.readingsPerSecond)} readings/s`,
    ];
  return [stop.lag === null ? '' : `${shortCount(stop.lag)} waiting`, ''];
}

/** The path of a reading from the device to this screen, with its numbers on the arrows. */
export function PathPicture({ streams }: { streams: StreamsResponse }) {
  const { rejectsPerSecond } = streams.rates;
  return (
    <ol className={styles['path']} aria-label="The path of a reading">
      {stops(streams).map((stop, index) => {
        const [above, below] = arrowText(streams, index, stop);
        return (
          <li key={stop.name}>
            {index > 0 && (
              <span className={styles['arrow']} data-behind={(stop.lag ?? 0) >= 10_000}>
                <span>{above}</span>
                <i aria-hidden />
                <span>{below}</span>
              </span>
            )}
            <span className={styles['stop']}>
              <strong>{stop.name}</strong>
              <span className="small soft">{stop.does}</span>
              {index === 1 && <span className="small">{measured(rejectsPerSecond)} refused/s</span>}
              {index === 2 && (
                <span className="small">
                  {streams.watermark.ageMs === null ? '' : `${shortDuration(streams.watermark.ageMs)} behind`}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
