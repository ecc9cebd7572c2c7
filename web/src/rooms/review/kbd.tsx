// A key to press, as it stands on the keyboard.
import classes from "./review.module.css";

export function Kbd({ children }: { children: string }) {
  return <kbd className={classes.kbd}>{children}</kbd>;
}
