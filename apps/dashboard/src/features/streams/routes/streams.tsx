import type { StreamsResponse } from '@fettle/contracts';
import { shortCount } from '../../../charts/number-format';
import { PageHead } from '../../../components/page-head';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { TimeAgo } from '../../../components/time-ago';
import { capitalised } from '../../../forecast/sentences';
import { useStreams } from '../api/streams';
import { streamsHeadline } from '../components/headline';
import { PathPicture } from '../components/path-picture';
import styles from '../components/streams.module.css';

function Counts({ totals, watermark }: StreamsResponse) {
  const rows = [
    ['Readings kept', shortCount(totals.readings)],
    ['Frames kept', shortCount(totals.frames)],
    ['Late readings, kept with their reason', shortCount(totals.late)],
    ['Duplicates dropped', shortCount(totals.duplicates)],
    ['Sequence numbers that never came', shortCount(totals.gaps)],
  ] as const;
  return (
    <section aria-label="Since the beginning">
      <h2>Since the beginning</h2>
      <table className={styles['table']}>
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <td>{label}</td>
              <td>{value}</td>
            </tr>
          ))}
          <tr>
            <td>Event time of the newest device</td>
            <td>
              <TimeAgo at={watermark.newestAt} />
            </td>
          </tr>
          <tr>
            <td>Event time of the slowest live device</td>
            <td>
              <TimeAgo at={watermark.oldestAt} />
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Rejects({ rejects }: StreamsResponse) {
  return (
    <section aria-label="What did not count">
      <h2>What did not count</h2>
      {rejects.length === 0 ? (
        <p className="soft">Every message counted.</p>
      ) : (
        <table className={styles['table']}>
          <tbody>
            {rejects.map(({ reason, count }) => (
              <tr key={reason}>
                <td>
                  <code>{reason}</code>
                </td>
                <td>{shortCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Consumers({ consumers }: StreamsResponse) {
  return (
    <section aria-label="Who reads what">
      <h2>
        Who reads what <span className="soft small">whole installation</span>
      </h2>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>Reader</th>
            <th>Topic</th>
            <th>Not yet read</th>
          </tr>
        </thead>
        <tbody>
          {consumers.map(({ group, topic, lag, partitions }) => (
            <tr key={`${group}/${topic}`}>
              <td>{group}</td>
              <td className="soft small">{topic}</td>
              <td title={partitions.map((part) => `${part.partition}: ${part.lag}`).join(', ')}>
                {shortCount(lag)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Is the platform well? */
export default function Streams() {
  const streams = useStreams();
  return (
    <>
      <PageHead
        title={streams.data === undefined ? 'Streams' : capitalised(streamsHeadline(streams.data))}
        note={
          streams.data === undefined ? undefined : (
            <>
              Rates over the last minute, as of <TimeAgo at={streams.data.at} />
            </>
          )
        }
      />
      {streams.isPending && <SkeletonRows rows={5} height={88} />}
      {streams.error !== null && (
        <ErrorNote error={streams.error} what="the streams" onRetry={() => void streams.refetch()} />
      )}
      {streams.data !== undefined && (
        <>
          <PathPicture streams={streams.data} />
          <div className={styles['split']}>
            <Counts {...streams.data} />
            <Rejects {...streams.data} />
            <Consumers {...streams.data} />
          </div>
        </>
      )}
    </>
  );
}
