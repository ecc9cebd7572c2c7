// What somebody may do: a role, how far it reaches, and what it may see.
import { Button, Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Choice } from "../../parts/choice";
import { units } from "../../api/queries";
import type { Grant, Role } from "../../api/types";
import { say } from "../../words/words";
import classes from "./settings.module.css";

export const roles: Role[] = ["owner", "leader", "analyst", "manager", "frontline", "listener"];
export const listener: Grant = { role: "listener", unit: null, names: false, voices: false, employees: false };

export function Grants({ grants, change }: { grants: Grant[]; change: (grants: Grant[]) => void }) {
  const known = useQuery(units).data ?? [];
  const set = (at: number, next: Partial<Grant>) =>
    change(grants.map((grant, place) => (place === at ? { ...grant, ...next } : grant)));
  return (
    <div>
      {grants.map((grant, at) => (
        <div key={at} className={classes.grant}>
          <Choice
            label={say("grant.role")}
            data={roles.map((role) => ({ value: role, label: say("role", { role }) }))}
            description={say("role.may", { role: grant.role })}
            inputWrapperOrder={["label", "input", "description"]}
            value={grant.role}
            allowDeselect={false}
            onChange={(role) => role && set(at, { role: role as Role })}
          />
          <Choice
            label={say("grant.reach")}
            description={say("grant.reach.about")}
            inputWrapperOrder={["label", "input", "description"]}
            placeholder={say("unit.everything")}
            data={known.map(({ name }) => name)}
            searchable
            clearable
            clearButtonProps={{ "aria-label": say("unit.clear") }}
            value={grant.unit}
            onChange={(unit) => set(at, { unit })}
          />
          {grants.length > 1 && (
            <Button variant="subtle" color="gray" onClick={() => change(grants.filter((_, place) => place !== at))}>
              {say("grant.remove")}
            </Button>
          )}
          {grant.role !== "owner" && (
            <div className={classes.sees} role="group" aria-label={say("grant.sees.label")}>
              <Checkbox label={say("grant.voices.label")} checked={grant.voices} onChange={(event) => set(at, { voices: event.currentTarget.checked })} />
              <Checkbox label={say("grant.names.label")} checked={grant.names} onChange={(event) => set(at, { names: event.currentTarget.checked })} />
              <Checkbox label={say("grant.employees.label")} checked={grant.employees} onChange={(event) => set(at, { employees: event.currentTarget.checked })} />
            </div>
          )}
        </div>
      ))}
      <Button size="xs" variant="subtle" color="gray" mb="md" onClick={() => change([...grants, listener])}>{say("grant.add")}</Button>
    </div>
  );
}
