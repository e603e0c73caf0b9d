"""The questions over HTTP: `api.http.app.create_app`."""
