-- What somebody told of their business's revenue, as one line; forgotten with the conversation.
ALTER TABLE conversation ADD COLUMN figures TEXT;
