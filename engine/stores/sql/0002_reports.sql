-- What a provider reports of a message is found by the id that it gave it.
CREATE INDEX messages_sent ON messages (external_id, channel)
    WHERE direction = 'out' AND external_id <> '';
