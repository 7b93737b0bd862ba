using System.Net;
using Microsoft.Data.Sqlite;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Tests.Databases;

/// <summary>Databases are read as tool chains of any age write them, and written as their listeners read them.</summary>
internal sealed class RunDatabaseTests
{
    private const string Views = "label_event_atom_view app_output_tag_view application_vertex_placements chip_eth_info";
    private const string Tables = "Machine_layout Machine_chip Application_vertices Machine_vertices graph_mapper_vertex Placements m_vertex_to_lpg_vertex IP_tags event_to_atom_mapping";

    [Test]
    public async Task What_is_written_is_read([Values] bool hasViews)
    {
        string path = Samples.TemporaryPath();
        await Samples.Run.WriteAsync(path);
        if (!hasViews)
            Execute(path, Views.Split(' ').Select(static view => $"DROP VIEW {view}"));

        AssertIsSample(await RunDatabase.ReadAsync(path));
    }

    /// <summary>The switch is of the process, so that nothing else may run meanwhile.</summary>
    [Test, NonParallelizable]
    public async Task A_program_without_SQLite_says_so()
    {
        const string Switch = "SpiNNMan.Async.Live.Databases";
        string path = Samples.TemporaryPath();
        await Samples.Run.WriteAsync(path);
        AppContext.SetSwitch(Switch, false);
        try
        {
            Assert.That(async () => await RunDatabase.ReadAsync(path), Throws.TypeOf<RunDatabaseException>().With.Message.EqualTo($"{path}: this program was built without SQLite: the switch {Switch} is off."));
            Assert.That(async () => await Samples.Run.WriteAsync(path), Throws.TypeOf<RunDatabaseException>().With.Message.Contains(Switch));
        }
        finally
        {
            AppContext.SetSwitch(Switch, true);
        }

        AssertIsSample(await RunDatabase.ReadAsync(path));
    }

    [Test]
    public async Task A_database_that_has_views_only_is_read_as_far_as_they_tell()
    {
        string path = Samples.TemporaryPath();
        await Samples.Run.WriteAsync(path);
        Execute(path, Views.Split(' ').Select(static view => $"CREATE TABLE kept_{view} AS SELECT * FROM {view}"));
        Execute(path, Views.Split(' ').Select(static view => $"DROP VIEW {view}"));
        Execute(path, Tables.Split(' ').Reverse().Select(static table => $"DROP TABLE {table}").Prepend("PRAGMA foreign_keys = OFF"));
        Execute(path, Views.Split(' ').Select(static view => $"CREATE VIEW {view} AS SELECT * FROM kept_{view}"));

        RunDatabase read = await RunDatabase.ReadAsync(path);

        Assert.That(read.Labels, Is.EqualTo(new[] { "input", "excitatory", "inhibitory" }));
        Assert.That(read["input"].AtomCount, Is.EqualTo(150));
        Assert.That(read["input"].Parts[0].Core, Is.EqualTo(new CoreLocation(1, 1, 1)));
        Assert.That(read["excitatory"].Gatherers.Single().Tag, Is.EqualTo(1));
        Assert.That(read.BoardOf(new ChipLocation(1, 1)), Is.EqualTo((new ChipLocation(0, 0), Samples.Board)));
    }

    [Test]
    public async Task Listeners_of_other_makes_find_what_they_ask_for_by_position()
    {
        string path = Samples.TemporaryPath();
        await Samples.Run.WriteAsync(path);

        Assert.That(Query(path, "SELECT * FROM label_event_atom_view WHERE label = 'input' LIMIT 1"), Is.EqualTo(new object[] { 0L, 0x10000L, "input" }));
        Assert.That(
            Query(path, "SELECT * FROM app_output_tag_view WHERE pre_vertex_label = 'excitatory' AND post_vertex_label LIKE 'LiveSpikeReceiver%'"),
            Is.EqualTo(new object[] { DBNull.Value, 0L, 1L, "10.0.0.1", 1L, "excitatory", "LiveSpikeReceiver", 0L, 0L }));
        Assert.That(Query(path, "SELECT * FROM application_vertex_placements WHERE vertex_label = 'input'"), Is.EqualTo(new object[] { 1L, 1L, 1L, "input" }));
        Assert.That(
            Query(path, "SELECT * FROM chip_eth_info WHERE (x = 1 AND y = 1) OR (x = 0 AND y = 0) ORDER BY x DESC"),
            Is.EqualTo(new object[] { 1L, 1L, 0L, 0L, "10.0.0.1" }));
        Assert.That(Query(path, "SELECT value FROM configuration_parameters WHERE parameter_id = 'machine_time_step'"), Is.EqualTo(new object[] { 1000.0 }));
        Assert.That(Query(path, "SELECT value FROM configuration_parameters WHERE parameter_id = 'infinite_run'"), Is.EqualTo(new object[] { "False" }));
    }

    [Test]
    public async Task Keys_with_the_top_bit_are_read_however_they_were_stored()
    {
        string path = Samples.TemporaryPath();
        await Samples.Run.WriteAsync(path);
        Execute(path, ["UPDATE event_to_atom_mapping SET event_id = event_id - 2147483648 WHERE event_id < 131072"]);

        RunDatabase read = await RunDatabase.ReadAsync(path);

        Assert.That(read["input"].Parts[0].Keys, Is.EqualTo(new[] { new KeyRange(0x80010000, 0, 100) }));
    }

    [Test]
    public async Task Labels_with_quotes_are_labels()
    {
        string path = Samples.TemporaryPath();
        RunDatabase run = Samples.Run with { Populations = [new Population("it's \"mine\"; --") { Parts = [new PopulationPart(new CoreLocation(0, 0, 3), [new KeyRange(5, 0, 1)])] }] };
        await run.WriteAsync(path);

        Assert.That((await RunDatabase.ReadAsync(path)).Labels, Is.EqualTo(run.Labels));
    }

    [Test]
    public async Task A_machine_that_a_server_lends_is_told_but_its_secrets_are_not_shown()
    {
        string path = Samples.TemporaryPath();
        var proxy = new ProxyAccess("https://server/", "https://server/job/7", new Dictionary<string, string>(StringComparer.Ordinal) { ["SESSION"] = "secret" }, new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = "token" });
        await (Samples.Run with { Proxy = proxy }).WriteAsync(path);

        ProxyAccess read = (await RunDatabase.ReadAsync(path)).Proxy!;

        Assert.That((read.ServiceUri, read.JobUri, read.Cookies["SESSION"], read.Headers["Authorization"]), Is.EqualTo((proxy.ServiceUri, proxy.JobUri, "secret", "token")));
        Assert.That(read.ToString(), Does.Not.Contain("secret").And.Not.Contain("token"));
    }

    [TestCase("exitatory", "excitatory")]
    [TestCase("Excitatory", "excitatory")]
    [TestCase("inhibitoyr", "inhibitory")]
    [TestCase("inhib", "inhibitory")]
    public void A_misspelt_label_gets_the_one_that_was_meant(string wrong, string meant)
    {
        UnknownLabelException error = Assert.Throws<UnknownLabelException>(() => _ = Samples.Run[wrong])!;

        Assert.That(error.Nearest[0], Is.EqualTo(meant));
        Assert.That(error.Message, Does.Contain($"'{wrong}'").And.Contain($"Did you mean '{meant}'"));
    }

    [Test]
    public void A_label_that_is_like_none_gets_the_list_of_all()
    {
        UnknownLabelException error = Assert.Throws<UnknownLabelException>(() => _ = Samples.Run["retina"])!;

        Assert.That(error.Nearest, Is.Empty);
        Assert.That(error.Message, Does.Contain("'input', 'excitatory', 'inhibitory'"));
    }

    [Test]
    public void A_population_over_several_cores_is_addressed_core_by_core()
    {
        Population input = Samples.Run["input"];

        Assert.That(input.Find(99), Is.EqualTo((input.Parts[0], 0x10063u)));
        Assert.That(input.Find(100), Is.EqualTo((input.Parts[1], 0x20000u)));
        Assert.That(() => input.Find(150), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("'input' has atoms 0 to 149"));
    }

    [Test]
    public void A_file_that_is_not_there_says_what_to_do() => Assert.That(
        async () => await RunDatabase.ReadAsync(Samples.TemporaryPath()),
        Throws.TypeOf<RunDatabaseException>().With.Message.Contains("no such file").And.Message.Contains("LocateDatabase"));

    [Test]
    public async Task A_file_that_is_no_database_says_so()
    {
        string path = Samples.TemporaryPath();
        await File.WriteAllTextAsync(path, new string('x', 5000));
        Assert.That(async () => await RunDatabase.ReadAsync(path), Throws.TypeOf<RunDatabaseException>().With.Message.Contains("cannot be read as a SQLite database"));

        string other = Samples.TemporaryPath();
        Execute(other, ["CREATE TABLE music(title TEXT)"]);
        Assert.That(async () => await RunDatabase.ReadAsync(other), Throws.TypeOf<RunDatabaseException>().With.Message.Contains("no database of a run"));
    }

    [Test]
    public async Task The_file_is_closed_when_it_was_read()
    {
        string path = Samples.TemporaryPath();
        await Samples.Run.WriteAsync(path);
        await RunDatabase.ReadAsync(path);

        // Where the file were open still, a lock would be in the way.
        Execute(path, ["PRAGMA locking_mode = EXCLUSIVE", "DELETE FROM Placements"]);
        File.Delete(path);
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void A_key_of_two_atoms_is_refused()
    {
        RunDatabase run = new() { Populations = [new Population("a") { Parts = [new PopulationPart(null, [new KeyRange(0, 0, 10)])] }, new Population("b") { Parts = [new PopulationPart(null, [new KeyRange(9, 0, 1)])] }] };

        Assert.That(() => KeyMap.Of(run), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("0x00000009").And.Message.Contains("'a'").And.Message.Contains("'b'"));
    }

    private static void AssertIsSample(RunDatabase read)
    {
        Assert.That(read.Labels, Is.EqualTo(Samples.Run.Labels));
        Assert.That((read.Width, read.Height, read.TimeStep, read.TimeScaleFactor, read.RunTime, read.ApplicationId), Is.EqualTo((2, 2, TimeSpan.FromMilliseconds(1), 1.0, (TimeSpan?)TimeSpan.FromSeconds(5), (byte)17)));
        Assert.That(read["input"].Parts.Select(static part => part.Core), Is.EqualTo(new CoreLocation?[] { new CoreLocation(1, 1, 1), new CoreLocation(1, 1, 2) }));
        Assert.That(read["input"].Parts[1].Keys, Is.EqualTo(new[] { new KeyRange(0x20000, 100, 50) }));
        Assert.That(read["excitatory"].Gatherers, Is.EqualTo(new[] { Samples.Gatherer }));
        Assert.That(read.BoardOf(new ChipLocation(1, 0)), Is.EqualTo((new ChipLocation(0, 0), IPAddress.Parse("10.0.0.1"))));
        Assert.That(read.BoardOf(new ChipLocation(7, 7)).Address, Is.EqualTo(Samples.Board), "as other tools do");
    }

    private static void Execute(string path, IEnumerable<string> statements)
    {
        using SqliteConnection connection = Open(path);
        foreach (string statement in statements)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    private static object[] Query(string path, string query)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        Assert.That(reader.Read(), Is.True);
        object[] row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
