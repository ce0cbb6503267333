import { PLAIN_FORMS } from './plain-forms';
import type { Rival } from './rival';

/** A rival that compresses {@link PLAIN_FORMS} and is credited with the smallest result. */
export function generalCompressor(
  name: string,
  compress: (plain: Uint8Array) => Uint8Array,
  decompress: (bytes: Uint8Array) => Uint8Array,
): Rival {
  const best = (batch: Parameters<Rival['encode']>[0]): { bytes: Uint8Array; form: number } =>
    PLAIN_FORMS.map((form, index) => ({ bytes: compress(form.write(batch)), form: index })).reduce((a, b) =>
      b.bytes.length < a.bytes.length ? b : a,
    );
  return {
    name,
    encode: (batch) => best(batch).bytes,
    decode: (bytes, batch) => PLAIN_FORMS[best(batch).form]!.read(decompress(bytes), batch),
  };
}
