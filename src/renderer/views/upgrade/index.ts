export { UpgradeButton } from './upgrade-button.tsx';
