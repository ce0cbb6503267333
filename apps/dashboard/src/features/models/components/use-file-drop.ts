import { useState, type DragEvent } from 'react';

/** Handlers for an area onto which a file can be dropped; `over` while one hovers there. */
export function useFileDrop(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  const isFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    over,
    area: {
      onDragOver: (event: DragEvent) => {
        if (!isFile(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        if (!isFile(event)) return;
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file !== undefined) onFile(file);
      },
    },
  };
}
