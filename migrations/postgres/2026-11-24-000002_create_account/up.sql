-- Who signs in. Nothing here is found or listed in public, so nothing is logged for the followers.
CREATE TABLE account (
  id               uuid    NOT NULL PRIMARY KEY,
  version          bigint  NOT NULL,
  email            text COLLATE "C" NOT NULL, -- in lower case
  name             text    NOT NULL,
  lang             text    NOT NULL, -- ja or en
  password         text    NOT NULL, -- a hash that names its own parameters (PHC)
  security_version bigint  NOT NULL, -- access tokens of another one are void
  disabled_at      timestamptz,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  CONSTRAINT account_email UNIQUE (email)
);
CREATE TRIGGER account_version BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION bump_version();

-- Whoever wants an account and has not proved the address yet; several may wait for the same one.
CREATE TABLE registration (
  id         uuid NOT NULL PRIMARY KEY,
  email      text COLLATE "C" NOT NULL,
  name       text NOT NULL,
  lang       text NOT NULL,
  password   text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX registration_email ON registration (email);

-- What a letter carries to prove that it arrived: works once, and is kept as a hash.
CREATE TABLE letter (
  hash            bytea NOT NULL PRIMARY KEY,
  purpose         text COLLATE "C" NOT NULL, -- a word of the program
  account_id      uuid,
  registration_id uuid,
  invitation_id   uuid,                      -- its foreign key comes with the table
  email           text COLLATE "C",          -- the address that is to be the account's
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  used_at         timestamptz,
  CONSTRAINT letter_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT letter_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT letter_registration FOREIGN KEY (registration_id) REFERENCES registration (id) ON DELETE CASCADE
);
CREATE INDEX letter_of_account ON letter (account_id, purpose);
CREATE INDEX letter_of_registration ON letter (registration_id);
CREATE INDEX letter_of_invitation ON letter (invitation_id);

-- One signed-in device, and every refresh token it ever had: a token that comes back after it was used must be known.
CREATE TABLE login (
  id                  uuid NOT NULL PRIMARY KEY,
  account_id          uuid NOT NULL,
  device              text NOT NULL,
  created_at          timestamptz NOT NULL, -- when the password was given
  used_at             timestamptz NOT NULL,
  idle_expires_at     timestamptz NOT NULL,
  absolute_expires_at timestamptz NOT NULL,
  ended_at            timestamptz,
  ending              text COLLATE "C",     -- a word of the ground
  CONSTRAINT login_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT login_ending CHECK ((ended_at IS NULL) = (ending IS NULL))
);
CREATE INDEX login_of_account ON login (account_id, id);
CREATE TABLE refresh_token (
  hash       bytea NOT NULL PRIMARY KEY,
  login_id   uuid  NOT NULL,
  parent     bytea, -- the one it was exchanged for
  created_at timestamptz NOT NULL,
  used_at    timestamptz,
  CONSTRAINT refresh_token_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT refresh_token_parent UNIQUE (parent), -- no token has two children
  CONSTRAINT refresh_token_login FOREIGN KEY (login_id) REFERENCES login (id) ON DELETE CASCADE
);
CREATE INDEX refresh_token_of_login ON refresh_token (login_id);
