using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using SpiNNMan.Async.Machines;
using static SpiNNMan.Async.Live.Databases.DatabaseTables;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>Reads the database of a run. The joins that views would make are made here; views are asked only where tables are missing.</summary>
internal sealed class DatabaseReader
{
    private readonly string _path;
    private readonly DatabaseTables _tables;
    private readonly Dictionary<long, string> _applicationLabels = [];
    private readonly Dictionary<long, string> _labels = [];
    private readonly Dictionary<long, CoreLocation> _cores = [];

    private DatabaseReader(string path, DatabaseTables tables)
    {
        _path = path;
        _tables = tables;
    }

    public static RunDatabase Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new RunDatabaseException(
                path, "there is no such file on this computer. If the tool chain runs on another one, share its folder and say with LiveOptions.LocateDatabase where it is here.");
        }

        try
        {
            var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            using var connection = new SqliteConnection(settings.ToString());
            connection.Open();
            return new DatabaseReader(path, new DatabaseTables(connection)).Read();
        }
        catch (SqliteException exception)
        {
            throw new RunDatabaseException(path, $"it cannot be read as a SQLite database ({exception.Message}).", exception);
        }
    }

    private RunDatabase Read()
    {
        if (!_tables.Has("event_to_atom_mapping") && !_tables.Has("label_event_atom_view") && !_tables.Has("Application_vertices") && !_tables.Has("Machine_vertices"))
            throw new RunDatabaseException(_path, "it is no database of a run: it has neither vertices nor keys.");

        ReadVertices();
        ILookup<string, Gatherer> gatherers = ReadGatherers(out List<Gatherer> all);
        (int width, int height) = ReadLayout();
        RunDatabase database = new()
        {
            Name = _path,
            Populations = [.. ReadPopulations(gatherers, all)],
            Gatherers = all,
            Chips = [.. ReadChips()],
            Width = width,
            Height = height,
            Proxy = ReadProxy(),
        };
        return WithParameters(database);
    }

    private void ReadVertices()
    {
        foreach (object?[] row in _tables.Rows("Application_vertices", "vertex_id vertex_label", "vertex_id"))
            _applicationLabels[Number(row[0])] = Text(row[1]) ?? "";

        foreach (object?[] row in _tables.Rows("Machine_vertices", "vertex_id label", "vertex_id"))
            _labels[Number(row[0])] = Text(row[1]) ?? "";

        foreach (object?[] row in _tables.Rows("graph_mapper_vertex", "application_vertex_id machine_vertex_id", "machine_vertex_id"))
        {
            // A part of a population goes by the label of the population.
            if (_applicationLabels.TryGetValue(Number(row[0]), out string? label))
                _labels[Number(row[1])] = label;
        }

        foreach (object?[] row in _tables.Rows("Placements", "vertex_id chip_x chip_y chip_p"))
            _cores[Number(row[0])] = new CoreLocation((byte)Number(row[1]), (byte)Number(row[2]), (byte)Number(row[3]));
    }

    private IEnumerable<Population> ReadPopulations(ILookup<string, Gatherer> gatherers, List<Gatherer> all)
    {
        var order = new List<string>();
        var keys = new Dictionary<string, SortedDictionary<long, List<(uint Key, int Atom)>>>(StringComparer.Ordinal);
        HashSet<string> receivers = [.. all.Select(static gatherer => gatherer.Label)];
        foreach (long vertex in _labels.Keys.Order())
            PartsOf(_labels[vertex]).TryAdd(vertex, []);

        foreach ((string label, long vertex, uint key, int atom) in ReadKeys())
        {
            SortedDictionary<long, List<(uint Key, int Atom)>> parts = PartsOf(label);
            if (!parts.TryGetValue(vertex, out List<(uint Key, int Atom)>? events))
                parts[vertex] = events = [];

            events.Add((key, atom));
        }

        // A gatherer is no population, unless it has keys of its own.
        return order.Where(label => !receivers.Contains(label) || keys[label].Values.Any(static events => events.Count > 0)).Select(label => new Population(label)
        {
            Parts = [.. keys[label].Select(part => new PopulationPart(CoreOf(label, part.Key), RangesOf(part.Value)))],
            Gatherers = [.. gatherers[label].Distinct()],
        });

        SortedDictionary<long, List<(uint Key, int Atom)>> PartsOf(string label)
        {
            if (keys.TryGetValue(label, out SortedDictionary<long, List<(uint Key, int Atom)>>? parts))
                return parts;

            order.Add(label);
            return keys[label] = [];
        }
    }

    private IEnumerable<(string Label, long Vertex, uint Key, int Atom)> ReadKeys()
    {
        string atom = _tables.Has("event_to_atom_mapping", "atom_id") ? "atom_id" : "atom";
        if (_tables.Has("event_to_atom_mapping", "vertex_id", "event_id", atom) && _labels.Count > 0)
        {
            foreach (object?[] row in _tables.Rows("event_to_atom_mapping", $"vertex_id event_id {atom}", "event_id"))
            {
                long vertex = Number(row[0]);
                if (_labels.TryGetValue(vertex, out string? label) || _applicationLabels.TryGetValue(vertex, out label))
                    yield return (label, vertex, unchecked((uint)Number(row[1])), (int)Number(row[2]));
            }

            yield break;
        }

        foreach (object?[] row in _tables.Rows("label_event_atom_view", "atom event label", "event"))
            yield return (Text(row[2]) ?? "", 0, unchecked((uint)Number(row[1])), (int)Number(row[0]));
    }

    /// <summary>The core of a vertex; where only a view knows, the first that it names.</summary>
    private CoreLocation? CoreOf(string label, long vertex)
    {
        if (_cores.TryGetValue(vertex, out CoreLocation core))
            return core;

        if (_cores.Count > 0)
            return null;

        foreach (object?[] row in _tables.Rows("application_vertex_placements", "x y p vertex_label"))
        {
            if (string.Equals(Text(row[3]), label, StringComparison.Ordinal))
                return new CoreLocation((byte)Number(row[0]), (byte)Number(row[1]), (byte)Number(row[2]));
        }

        return null;
    }

    private ILookup<string, Gatherer> ReadGatherers(out List<Gatherer> all)
    {
        var byVertex = new Dictionary<long, Gatherer>();
        var routes = new List<(string Label, Gatherer Gatherer)>();
        foreach (object?[] row in _tables.Rows("IP_tags", "vertex_id tag board_address ip_address port strip_sdp"))
        {
            long vertex = Number(row[0]);
            if (MakeGatherer(_labels.GetValueOrDefault(vertex, Gatherer.UsualLabel), row[1], row[2], row[3], row[4], row[5]) is { } gatherer)
                byVertex[vertex] = gatherer with { Core = _cores.TryGetValue(vertex, out CoreLocation core) ? core : null };
        }

        if (_tables.Has("m_vertex_to_lpg_vertex", "pre_vertex_id", "post_vertex_id"))
        {
            foreach (object?[] row in _tables.Rows("m_vertex_to_lpg_vertex", "pre_vertex_id post_vertex_id"))
            {
                if (_labels.TryGetValue(Number(row[0]), out string? label) && byVertex.TryGetValue(Number(row[1]), out Gatherer? gatherer))
                    routes.Add((label, gatherer));
            }
        }
        else
        {
            foreach (object?[] row in _tables.Rows("app_output_tag_view", "pre_vertex_label post_vertex_label tag board_address ip_address port strip_sdp"))
            {
                if (MakeGatherer(Text(row[1]) ?? Gatherer.UsualLabel, row[2], row[3], row[4], row[5], row[6]) is { } gatherer)
                    routes.Add((Text(row[0]) ?? "", gatherer));
            }
        }

        all = [.. byVertex.Values.Concat(routes.Select(static route => route.Gatherer)).Distinct()];
        return routes.ToLookup(static route => route.Label, static route => route.Gatherer, StringComparer.Ordinal);
    }

    private static Gatherer? MakeGatherer(string label, object? tag, object? board, object? host, object? port, object? strip) =>
        IPAddress.TryParse(Text(board), out IPAddress? address)
            ? new Gatherer(label, (byte)Number(tag), address) { Host = Text(host), Port = (int)Number(port), Strip = strip is null || Number(strip) != 0 }
            : null;

    private (int Width, int Height) ReadLayout()
    {
        foreach (object?[] row in _tables.Rows("Machine_layout", "x_dimension y_dimension"))
            return ((int)Number(row[0]), (int)Number(row[1]));

        return (0, 0);
    }

    private IEnumerable<DatabaseChip> ReadChips()
    {
        if (_tables.Has("Machine_chip", "chip_x", "chip_y", "nearest_ethernet_x", "nearest_ethernet_y"))
        {
            return _tables.Rows("Machine_chip", "chip_x chip_y nearest_ethernet_x nearest_ethernet_y ip_address no_processors")
                .Select(static row => new DatabaseChip(Chip(row[0], row[1]), Chip(row[2], row[3]), Address(row[4]), (int)Number(row[5])));
        }

        return _tables.Rows("chip_eth_info", "x y eth_x eth_y eth_ip_address")
            .Select(static row => new DatabaseChip(Chip(row[0], row[1]), Chip(row[2], row[3]), Chip(row[0], row[1]) == Chip(row[2], row[3]) ? Address(row[4]) : null));
    }

    private ProxyAccess? ReadProxy()
    {
        (string Kind, string Name, string Value)[] rows =
            [.. _tables.Rows("proxy_configuration", "kind name value").Select(static row => (Text(row[0]) ?? "", Text(row[1]) ?? "", Text(row[2]) ?? ""))];
        return rows.Length == 0 ? null : new ProxyAccess(Find("service uri"), Find("job uri"), All("COOKIE"), All("HEADER"));

        string? Find(string name) => rows.Where(row => row.Kind is "SPALLOC" && string.Equals(row.Name, name, StringComparison.Ordinal)).Select(static row => row.Value).FirstOrDefault();

        Dictionary<string, string> All(string kind) =>
            rows.Where(row => string.Equals(row.Kind, kind, StringComparison.Ordinal)).DistinctBy(static row => row.Name, StringComparer.Ordinal).ToDictionary(static row => row.Name, static row => row.Value, StringComparer.Ordinal);
    }

    private RunDatabase WithParameters(RunDatabase database)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (object?[] row in _tables.Rows("configuration_parameters", "parameter_id value"))
            values[Text(row[0]) ?? ""] = Text(row[1]) ?? "";

        double step = Value("machine_time_step", 1000);
        double runTime = Value("runtime", -1);
        bool isEndless = runTime < 0 || (values.TryGetValue("infinite_run", out string? infinite) && bool.TryParse(infinite, out bool endless) && endless);
        return database with
        {
            TimeStep = step is > 0 and < 1e9 ? TimeSpan.FromMicroseconds(step) : TimeSpan.FromMilliseconds(1),
            TimeScaleFactor = Value("time_scale_factor", 1) is > 0 and <= 1e6 and var factor ? factor : 1,
            RunTime = isEndless ? null : TimeSpan.FromMilliseconds(Math.Min(runTime, 1e12)),
            ApplicationId = Value("app_id", database.ApplicationId) is >= 0 and <= 255 and var application ? (byte)application : database.ApplicationId,
        };

        double Value(string name, double otherwise) =>
            values.TryGetValue(name, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : otherwise;
    }

    private static ChipLocation Chip(object? x, object? y) => new((byte)Number(x), (byte)Number(y));

    private static IPAddress? Address(object? value) => IPAddress.TryParse(Text(value), out IPAddress? address) ? address : null;

    /// <summary>Keys that follow each other, as their atoms do, become one range.</summary>
    private static List<KeyRange> RangesOf(List<(uint Key, int Atom)> events)
    {
        var ranges = new List<KeyRange>();
        foreach ((uint key, int atom) in events)
        {
            if (ranges.Count > 0 && ranges[^1] is var last && key == last.LastKey + 1 && atom == last.LastAtom + 1)
                ranges[^1] = last with { Count = last.Count + 1 };
            else
                ranges.Add(new KeyRange(key, atom, 1));
        }

        return ranges;
    }
}
