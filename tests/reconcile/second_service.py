"""csv-reconcile, another implementation of the protocol, served on a port: python second_service.py TABLE FOLDER PORT.

The table has tabs and the columns id and name; the folder is for the database.
"""

import logging
import sys

if __name__ == "__main__":
    from csv_reconcile import create_app, initdb

    table, folder, port = sys.argv[1:]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app("", instance_path=folder, scorerOption="")
    with app.app_context():
        initdb.init_db_with_context(table, "id", "name")
    app.run(host="127.0.0.1", port=int(port), debug=False)
