export { Locked, StoreDamaged, StoreFailed, StoreTooNew } from './errors.ts';
export { takeLock } from './lock.ts';
export { openStore, type StoreOptions } from './open.ts';
export { storePlace } from './place.ts';
export {
  printSetting,
  readSetting,
  resetSetting,
  type SettingName,
  settingNamed,
  settings,
  writeSetting,
} from './settings.ts';
export type * from './store.ts';
export { writeFileAtomically } from './write-file-atomically.ts';
