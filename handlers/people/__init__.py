"""Who is who: permissions, consents, the chats of staff, how somebody is told, working days."""
