import type { ModelReportResponse } from '@fettle/contracts';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { placeTensors } from './arena-picture';
import styles from './model.module.css';
import { bytesWords } from './size-words';

const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 24;
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Layers by their numbers where there is room, else how many there are; each at its place, 0 to 1. */
function columnNames(layers: number, width: number): { name: string; at: number }[] {
  const columns = layers + 2;
  const at = (column: number): number => (column + 0.5) / columns;
  const ends = [
    { name: 'in', at: at(0) },
    { name: 'out', at: at(columns - 1) },
  ];
  if (width / columns < 28) return [...ends, { name: `${layers} layers`, at: 0.5 }];
  const numbers = Array.from({ length: layers }, (_, i) => ({ name: `${i + 1}`, at: at(i + 1) }));
  return [...ends, ...numbers];
}

/** What the arena holds while the layers run: a rectangle a tensor, named when touched or reached by arrow keys. */
export function MemoryChart({ report }: { report: ModelReportResponse }) {
  const { ref, width } = useElementSize();
  const picture = useRef<SVGSVGElement>(null);
  const [shown, setShown] = useState(0);
  const tensors = useMemo(() => placeTensors(report), [report]);
  const { arena, arenaLowerBound, state, stack } = report.ram;
  const [inner, tall] = [Math.max(1, width - LEFT), HEIGHT - BOTTOM];
  const current = tensors[Math.min(shown, tensors.length - 1)];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(shown + step, 0), tensors.length - 1);
    setShown(next);
    picture.current?.querySelector<SVGElement>(`[data-tensor="${next}"]`)?.focus();
  };
  return (
    <section className={styles['panel']} aria-label="RAM over time">
      <h2>RAM over time</h2>
      <p className="small soft">
        {bytesWords(arena)} of arena
        {arena === arenaLowerBound
          ? ', no arrangement takes less'
          : `, at least ${bytesWords(arenaLowerBound)}`}
        {state > 0 && `, ${bytesWords(state)} of state`}, {bytesWords(stack)} of stack.
      </p>
      <div ref={ref} className={styles['plot']} style={{ height: HEIGHT }}>
        {width > 0 && (
          <svg
            ref={picture}
            width={width}
            height={HEIGHT}
            role="group"
            aria-label="Tensors in the arena; arrow keys go from one to the next"
            onKeyDown={onKeyDown}
          >
            <text x={LEFT - 8} y={12} textAnchor="end" aria-hidden>
              {bytesWords(arena)}
            </text>
            <text x={LEFT - 8} y={tall} textAnchor="end" aria-hidden>
              0 B
            </text>
            {tensors.map(({ key, name, bytes, when, ...place }, index) => (
              <rect
                key={key}
                data-tensor={index}
                data-shown={index === shown}
                className={styles['tensor']}
                x={LEFT + place.x * inner + 1}
                y={tall - (place.y + place.height) * tall + 1}
                width={Math.max(1, place.width * inner - 2)}
                height={Math.max(1, place.height * tall - 2)}
                role="img"
                aria-label={`${name}: ${bytesWords(bytes)}, ${when}`}
                tabIndex={index === shown ? 0 : -1}
                onFocus={() => setShown(index)}
                onPointerEnter={() => setShown(index)}
              />
            ))}
            {columnNames(report.layers.length, inner).map(({ name, at }) => (
              <text key={name} x={LEFT + at * inner} y={HEIGHT - 4} textAnchor="middle" aria-hidden>
                {name}
              </text>
            ))}
          </svg>
        )}
      </div>
      {current !== undefined && (
        <p className={styles['named']}>
          <strong>{current.name}</strong>{' '}
          <span className="soft">
            {bytesWords(current.bytes)}, {current.when}
          </span>
        </p>
      )}
    </section>
  );
}
