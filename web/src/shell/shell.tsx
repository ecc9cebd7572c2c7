// The house around every room: rail of rooms, bar with unit and period, and the room itself.
import { AppShell, Burger } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { session } from "../api/queries";
import { say } from "../words/words";
import { PeriodPicker } from "./period_picker";
import { Rail } from "./rail";
import classes from "./shell.module.css";
import { UnitPicker } from "./unit_picker";

export function Shell() {
  const [open, { toggle, close }] = useDisclosure();
  const { pathname, href } = useLocation();
  const now = useQuery(session).data;
  const navigate = useNavigate();
  useEffect(close, [pathname, close]);
  useEffect(() => {
    // Signed out elsewhere, or the session ended: back to the door, and from there to this page again.
    if (now && !now.signed_in) void navigate({ to: "/sign-in", search: { then: href } });
  }, [now, href, navigate]);
  if (!now?.signed_in) return null;

  // What a page does not go by is not offered on it.
  const inSettings = pathname.startsWith("/settings");
  const anywhere = pathname.startsWith("/themes/models");
  const anytime = pathname.startsWith("/themes/review");
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: "md", collapsed: { mobile: !open } }}
      padding={0}
      transitionDuration={0}
      layout="alt"
    >
      <a className={classes.skip} href="#room">{say("shell.skip")}</a>
      <AppShell.Header className={classes.bar}>
        <Burger opened={open} onClick={toggle} hiddenFrom="md" size="sm" aria-label={say("shell.rooms")} />
        {inSettings || anywhere ? (
          <span className={classes.here}>{say(inSettings ? "room.settings" : "room.themes")}</span>
        ) : (
          <>
            <UnitPicker />
            {!anytime && <PeriodPicker />}
          </>
        )}
      </AppShell.Header>
      <AppShell.Navbar className={classes.rail}>
        <Rail session={now} close={open ? close : undefined} />
      </AppShell.Navbar>
      <AppShell.Main id="room" className={classes.room} tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
