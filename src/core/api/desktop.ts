import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const desktop = {
  state: os.desktop.state.handler(() => {
    throw notBuilt();
  }),
  setOpenAtLogin: os.desktop.setOpenAtLogin.handler(() => {
    throw notBuilt();
  }),
  chooseFolder: os.desktop.chooseFolder.handler(() => {
    throw notBuilt();
  }),
  installUpdate: os.desktop.installUpdate.handler(() => {
    throw notBuilt();
  }),
  setTheme: os.desktop.setTheme.handler(() => {
    throw notBuilt();
  }),
  wishes: os.desktop.wishes.handler(() => {
    throw notBuilt();
  }),
};
