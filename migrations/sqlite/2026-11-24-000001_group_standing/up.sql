-- Whether a group may be seen in public: pending, active, refused or suspended. Those that were there before the city could review are active.
ALTER TABLE "group" ADD COLUMN standing TEXT NOT NULL DEFAULT 'active';
CREATE INDEX group_waiting ON "group" (id) WHERE standing = 'pending';
