using System.Globalization;
using Microsoft.Data.Sqlite;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>Writes the database of a run as tool chains do.</summary>
internal sealed class DatabaseWriter
{
    private readonly SqliteConnection _connection;
    private readonly RunDatabase _database;
    private long _applicationVertices;
    private long _machineVertices;

    private DatabaseWriter(SqliteConnection connection, RunDatabase database)
    {
        _connection = connection;
        _database = database;
    }

    public static void Write(string path, RunDatabase database)
    {
        try
        {
            File.Delete(path);
            var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
            using var connection = new SqliteConnection(settings.ToString());
            connection.Open();
            using (SqliteTransaction transaction = connection.BeginTransaction())
            {
                new DatabaseWriter(connection, database).Write();
                transaction.Commit();
            }
        }
        catch (SqliteException exception)
        {
            throw new RunDatabaseException(path, $"it cannot be written ({exception.Message}).", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunDatabaseException(path, $"it cannot be written ({exception.Message}).", exception);
        }
    }

    private void Write()
    {
        Execute(DatabaseSchema.Script);
        WriteParameters();
        WriteMachine();
        Dictionary<Gatherer, long> gatherers = WriteGatherers();
        foreach (Population population in _database.Populations)
            WritePopulation(population, gatherers);
    }

    private void WriteParameters()
    {
        Insert("configuration_parameters", "machine_time_step", _database.TimeStep.TotalMicroseconds);
        Insert("configuration_parameters", "time_scale_factor", _database.TimeScaleFactor);
        Insert("configuration_parameters", "infinite_run", _database.RunTime is null ? "True" : "False");
        Insert("configuration_parameters", "runtime", _database.RunTime?.TotalMilliseconds ?? -1);
        Insert("configuration_parameters", "app_id", (long)_database.ApplicationId);
        if (_database.Proxy is not { } proxy)
            return;

        Insert("proxy_configuration", "SPALLOC", "service uri", proxy.ServiceUri);
        Insert("proxy_configuration", "SPALLOC", "job uri", proxy.JobUri);
        foreach ((string name, string value) in proxy.Cookies)
            Insert("proxy_configuration", "COOKIE", name, value);

        foreach ((string name, string value) in proxy.Headers)
            Insert("proxy_configuration", "HEADER", name, value);
    }

    private void WriteMachine()
    {
        Insert("Machine_layout", 0L, (long)_database.Width, (long)_database.Height);
        foreach (DatabaseChip chip in _database.Chips)
        {
            Insert(
                "Machine_chip", (long)chip.Processors, (long)chip.Chip.X, (long)chip.Chip.Y, 0L, chip.Address?.ToString(), (long)chip.NearestEthernet.X, (long)chip.NearestEthernet.Y);
        }
    }

    private Dictionary<Gatherer, long> WriteGatherers()
    {
        var vertices = new Dictionary<Gatherer, long>();
        foreach (IGrouping<string, Gatherer> group in _database.Gatherers
            .Concat(_database.Populations.SelectMany(static population => population.Gatherers)).Distinct().GroupBy(static gatherer => gatherer.Label, StringComparer.Ordinal))
        {
            long application = InsertApplicationVertex(group.Key);
            foreach (Gatherer gatherer in group)
            {
                long vertex = InsertMachineVertex(application, $"{gatherer.Label} on {gatherer.Board}", gatherer.Core);
                vertices[gatherer] = vertex;
                Insert("IP_tags", vertex, (long)gatherer.Tag, gatherer.Board.ToString(), gatherer.Host, (long)gatherer.Port, gatherer.Strip ? 1L : 0L);
            }
        }

        return vertices;
    }

    private void WritePopulation(Population population, Dictionary<Gatherer, long> gatherers)
    {
        long application = InsertApplicationVertex(population.Label);
        foreach (PopulationPart part in population.Parts)
        {
            long vertex = InsertMachineVertex(application, PartLabel(population, part), part.Core);
            foreach (Gatherer gatherer in population.Gatherers)
                Insert("m_vertex_to_lpg_vertex", vertex, "SPIKE", gatherers[gatherer]);

            WriteKeys(vertex, part);
        }
    }

    private void WriteKeys(long vertex, PopulationPart part)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO event_to_atom_mapping VALUES($vertex, $atom, $key)";
        command.Parameters.AddWithValue("$vertex", vertex);
        SqliteParameter atom = command.Parameters.Add("$atom", SqliteType.Integer);
        SqliteParameter key = command.Parameters.Add("$key", SqliteType.Integer);
        foreach (KeyRange range in part.Keys)
        {
            for (int index = 0; index < range.Count; index++)
            {
                atom.Value = (long)(range.FirstAtom + index);
                key.Value = (long)(range.FirstKey + (uint)index);
                command.ExecuteNonQuery();
            }
        }
    }

    private static string PartLabel(Population population, PopulationPart part) => part.Keys.Count == 0
        ? population.Label
        : string.Create(CultureInfo.InvariantCulture, $"{population.Label}[{part.Keys.Min(static range => range.FirstAtom)}:{part.Keys.Max(static range => range.LastAtom)}]");

    private long InsertApplicationVertex(string label)
    {
        Insert("Application_vertices", ++_applicationVertices, label);
        return _applicationVertices;
    }

    private long InsertMachineVertex(long application, string label, CoreLocation? core)
    {
        long vertex = ++_machineVertices;
        Insert("Machine_vertices", vertex, label);
        Insert("graph_mapper_vertex", application, vertex);
        if (core is { } place)
            Insert("Placements", vertex, 0L, (long)place.X, (long)place.Y, (long)place.Core);

        return vertex;
    }

    private void Insert(string table, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = _connection.CreateCommand();
        for (int index = 0; index < values.Length; index++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${index}"), values[index] ?? DBNull.Value);

        string places = string.Join(", ", Enumerable.Range(0, values.Length).Select(static index => string.Create(CultureInfo.InvariantCulture, $"${index}")));

        // Names of tables are those of this class.
#pragma warning disable CA2100
        command.CommandText = $"INSERT INTO {table} VALUES({places})";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void Execute(string script)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = script;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
