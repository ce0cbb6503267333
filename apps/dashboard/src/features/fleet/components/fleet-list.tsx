import type { DomainResponse, FleetRowResponse } from '@fettle/contracts';
import { useMediaQuery } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { StripAxis } from '../../../components/failure-strip';
import { useListKeys } from '../../../components/use-list-keys';
import { findAssetType, wordingOf } from '../../../domains/domains';
import type { Wording } from '../../../forecast/sentences';
import { rowKey } from '../api/fleet';
import { FleetRow } from './fleet-row';
import styles from './fleet-row.module.css';

/** Row heights in fleet-row.module.css: fixed, so that ten thousand rows cost no measuring. */
const WIDE_ROW = 72;
const PHONE_ROW = 172;

interface FleetListProps {
  readonly rows: readonly FleetRowResponse[];
  readonly domains: readonly DomainResponse[];
  readonly nowMs: number;
  readonly mayAct: boolean;
  readonly onAcknowledge: (alertId: string) => void;
  readonly onPlan: (row: FleetRowResponse) => void;
  /** Called when the last rows come into view. */
  readonly onEnd: () => void;
}

function useWordings(domains: readonly DomainResponse[]): (assetTypeId: string) => Wording {
  return useMemo(() => {
    const known = new Map<string, Wording>();
    return (id) => {
      const wording = known.get(id) ?? wordingOf(findAssetType(domains, id));
      known.set(id, wording);
      return wording;
    };
  }, [domains]);
}

function useRows(count: number, onEnd: () => void) {
  const top = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const box = top.current?.getBoundingClientRect();
    if (box !== undefined) setOffset(box.top + window.scrollY);
  }, [count]);
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
  const height = narrow === true ? PHONE_ROW : WIDE_ROW;
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: offset,
    onChange: ({ range }) => {
      if (range !== null && count > 0 && range.endIndex >= count - 40) onEnd();
    },
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height]);
  return { top, virtualizer, offset };
}

/** Components at risk, most urgent first. Only what is on the screen is drawn. */
export function FleetList(props: FleetListProps) {
  const { rows, domains, nowMs, mayAct, onAcknowledge, onPlan, onEnd } = props;
  const { top, virtualizer, offset } = useRows(rows.length, onEnd);
  const wording = useWordings(domains);
  useListKeys({ count: rows.length, reveal: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }) });
  return (
    <section aria-label="Components at risk">
      <div className={styles['head']} aria-hidden>
        <span />
        <span>Machine</span>
        <span>Part, and what tells</span>
        <StripAxis nowMs={nowMs} />
        <span>Chance of failure</span>
        <span />
      </div>
      <div ref={top} role="list" style={{ position: 'relative', height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={rowKey(row)}
              role="listitem"
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              data-row={item.index}
              style={{
                position: 'absolute',
                insetInline: 0,
                transform: `translateY(${item.start - offset}px)`,
              }}
            >
              <FleetRow
                row={row}
                nowMs={nowMs}
                wording={wording(row.assetTypeId)}
                mayAct={mayAct}
                onAcknowledge={onAcknowledge}
                onPlan={onPlan}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
