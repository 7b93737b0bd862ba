namespace SpiNNMan.Async.Live.Databases;

/// <summary>The tables and views of the database of a run, as tool chains make them.</summary>
/// <remarks>Protocol: live.md, "Tables".</remarks>
internal static class DatabaseSchema
{
    public const string Script = """
        CREATE TABLE configuration_parameters(parameter_id TEXT PRIMARY KEY, value REAL);
        CREATE TABLE proxy_configuration(kind TEXT, name TEXT, value TEXT);
        CREATE TABLE Machine_layout(machine_id INTEGER PRIMARY KEY AUTOINCREMENT, x_dimension INTEGER, y_dimension INTEGER);
        CREATE TABLE Machine_chip(
            no_processors INTEGER, chip_x INTEGER, chip_y INTEGER, machine_id INTEGER REFERENCES Machine_layout(machine_id),
            ip_address TEXT, nearest_ethernet_x INTEGER, nearest_ethernet_y INTEGER, PRIMARY KEY(chip_x, chip_y, machine_id));
        CREATE TABLE Application_vertices(vertex_id INTEGER PRIMARY KEY AUTOINCREMENT, vertex_label TEXT);
        CREATE TABLE Machine_vertices(vertex_id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT);
        CREATE TABLE graph_mapper_vertex(
            application_vertex_id INTEGER REFERENCES Application_vertices(vertex_id), machine_vertex_id INTEGER REFERENCES Machine_vertices(vertex_id),
            PRIMARY KEY(application_vertex_id, machine_vertex_id));
        CREATE TABLE Placements(
            vertex_id INTEGER PRIMARY KEY REFERENCES Machine_vertices(vertex_id), machine_id INTEGER, chip_x INTEGER, chip_y INTEGER, chip_p INTEGER);
        CREATE TABLE m_vertex_to_lpg_vertex(
            pre_vertex_id INTEGER REFERENCES Machine_vertices(vertex_id), partition_id TEXT, post_vertex_id INTEGER REFERENCES Machine_vertices(vertex_id));
        CREATE TABLE IP_tags(
            vertex_id INTEGER REFERENCES Machine_vertices(vertex_id), tag INTEGER, board_address TEXT, ip_address TEXT, port INTEGER, strip_sdp INTEGER);
        CREATE TABLE event_to_atom_mapping(vertex_id INTEGER REFERENCES Machine_vertices(vertex_id), atom_id INTEGER, event_id INTEGER PRIMARY KEY);

        CREATE VIEW label_event_atom_view AS SELECT
            e.atom_id AS atom, e.event_id AS event, a.vertex_label AS label
            FROM event_to_atom_mapping AS e
            JOIN graph_mapper_vertex AS g ON g.machine_vertex_id = e.vertex_id
            JOIN Application_vertices AS a ON a.vertex_id = g.application_vertex_id;
        CREATE VIEW app_output_tag_view AS SELECT
            t.ip_address AS ip_address, t.port AS port, t.strip_sdp AS strip_sdp, t.board_address AS board_address, t.tag AS tag,
            pre.vertex_label AS pre_vertex_label, post.vertex_label AS post_vertex_label, p.chip_x AS chip_x, p.chip_y AS chip_y
            FROM m_vertex_to_lpg_vertex AS l
            JOIN IP_tags AS t ON t.vertex_id = l.post_vertex_id
            JOIN Placements AS p ON p.vertex_id = l.post_vertex_id
            JOIN graph_mapper_vertex AS gpre ON gpre.machine_vertex_id = l.pre_vertex_id
            JOIN Application_vertices AS pre ON pre.vertex_id = gpre.application_vertex_id
            JOIN graph_mapper_vertex AS gpost ON gpost.machine_vertex_id = l.post_vertex_id
            JOIN Application_vertices AS post ON post.vertex_id = gpost.application_vertex_id;
        CREATE VIEW application_vertex_placements AS SELECT
            p.chip_x AS x, p.chip_y AS y, p.chip_p AS p, a.vertex_label AS vertex_label
            FROM Application_vertices AS a
            JOIN graph_mapper_vertex AS g ON g.application_vertex_id = a.vertex_id
            JOIN Placements AS p ON p.vertex_id = g.machine_vertex_id
            ORDER BY g.machine_vertex_id;
        CREATE VIEW chip_eth_info AS SELECT
            c.chip_x AS x, c.chip_y AS y, c.nearest_ethernet_x AS eth_x, c.nearest_ethernet_y AS eth_y, e.ip_address AS eth_ip_address
            FROM Machine_chip AS c
            JOIN Machine_chip AS e ON e.chip_x = c.nearest_ethernet_x AND e.chip_y = c.nearest_ethernet_y AND e.machine_id = c.machine_id;
        """;
}
