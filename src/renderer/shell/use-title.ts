import { useEffect } from 'react';
import { plainText } from '../components/index.ts';

/** The window's title. Names come from files and containers: nothing but plain text of a sane length gets there. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [
    ...parts.filter((part) => part !== undefined).map((part) => plainText(part, 60)),
    'Blockyard',
  ].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
