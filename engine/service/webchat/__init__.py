"""The webchat: sessions, sockets, plain requests and files, and the widget's own files."""
