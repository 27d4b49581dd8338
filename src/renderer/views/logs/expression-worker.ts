/// <reference lib="webworker" />
import { type Answer, type Question, searched } from './search-texts.ts';

addEventListener('message', ({ data }: MessageEvent<Question>) =>
  postMessage(searched(data) satisfies Answer),
);
