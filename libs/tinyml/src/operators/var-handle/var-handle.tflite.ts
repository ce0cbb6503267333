import { TfliteBackEnd } from '../operator';

export const varHandleTflite: TfliteBackEnd<{ readonly container: string; readonly sharedName: string }> = {
  optionsType: 111,
  version: () => 1,
  writeOptions: (options, sink) => {
    sink.text(0, options.container);
    sink.text(1, options.sharedName);
  },
};
