const LONGEST = 63;

/** A file's name as a model may be called: `KWS Ref (v2).tflite` becomes `kws_ref_v2`. Never empty. */
export function modelNameOf(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/, '').toLowerCase();
  const name = stem
    .replace(/[^a-z0-9-]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
  return name === '' ? 'model' : name;
}
