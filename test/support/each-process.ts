import { tellFailedTries } from './failed-tries.ts';

tellFailedTries();
