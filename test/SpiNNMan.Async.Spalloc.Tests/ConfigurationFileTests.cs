using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>The files that the field's own client reads.</summary>
internal sealed class ConfigurationFileTests
{
    [Test]
    public void Later_files_come_before_earlier_ones_and_None_means_nothing()
    {
        SpallocConfiguration site = SpallocFiles.Read(new SpallocConfiguration(), "site", ["[other]", "hostname = wrong", "[spalloc]", "# a remark", "hostname: spalloc.example", "port = 22245", "owner = us", "keepalive = 30.5", "machine = big", "max_dead_boards = 2"]);
        SpallocConfiguration all = SpallocFiles.Read(site, "user", ["[spalloc]", "Owner=me@example.org", "tags = a, b", "machine = None", "min_ratio = 0.5", "max_dead_boards: None", "require_torus = True", "timeout = 3", "reconnect_delay = 2", "unknown = 1"]);

        Assert.That(all.Service, Is.EqualTo("spalloc.example:22245"));
        BoardAllocatorOptions options = all.Apply(new BoardAllocatorOptions());
        Assert.That((options.Owner, options.Timeout, options.ReconnectDelay), Is.EqualTo(("me@example.org", TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2))));
        BoardRequest request = all.Apply(BoardRequest.ForBoards(3));
        Assert.That((request.Boards, request.Machine, request.MinRatio, request.MaxDeadBoards, request.RequireTorus, request.KeepAlive), Is.EqualTo(((int?)3, (string?)null, 0.5, (int?)null, true, (TimeSpan?)TimeSpan.FromSeconds(30.5))));
        Assert.That(request.Tags, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(all.Apply(BoardRequest.ForBoards(3) with { Machine = "small" }).Tags, Is.Null);
        Assert.That(SpallocFiles.Read(all, "here", ["[spalloc]", "keepalive = None"]).Apply(BoardRequest.ForBoards(1)).KeepAlive, Is.Null);
    }

    [TestCase("port = 0")]
    [TestCase("port = many")]
    [TestCase("keepalive = soon")]
    [TestCase("min_ratio = 2")]
    [TestCase("require_torus = perhaps")]
    public void A_value_that_cannot_be_is_named_with_its_file_and_line(string line) =>
        Assert.That(() => SpallocFiles.Read(new SpallocConfiguration(), "/etc/xdg/spalloc", ["[spalloc]", line]), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("/etc/xdg/spalloc, line 2"));

    [Test]
    public void The_files_are_where_the_system_keeps_such()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("These are the places of Linux.");

        Assert.That(SpallocFiles.Find(static _ => null), Is.EqualTo(new[] { "/etc/xdg/spalloc", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "spalloc"), ".spalloc" }));
        Assert.That(SpallocFiles.Find(static name => name is "XDG_CONFIG_HOME" ? "/home/me/conf" : "/a:/b"), Is.EqualTo(new[] { "/a/spalloc", "/home/me/conf/spalloc", ".spalloc" }));
    }

    [TestCase("spalloc.example", "spalloc.example", AllocationProtocol.Classic)]
    [TestCase("spalloc://spalloc.example:22245", "spalloc.example:22245", AllocationProtocol.Classic)]
    [TestCase("https://u:p@spalloc.example/spalloc?x=1", "spalloc.example", AllocationProtocol.Rest)]
    [TestCase("http://spalloc.example:8080/", "spalloc.example:8080", AllocationProtocol.Rest)]
    public async Task The_address_says_which_protocol_it_is(string address, string name, AllocationProtocol protocol)
    {
        await using BoardAllocator allocator = BoardAllocator.Open(address);
        Assert.That((allocator.Name, allocator.Protocol), Is.EqualTo((name, protocol)));
    }

    [TestCase("")]
    [TestCase("ftp://spalloc.example")]
    [TestCase("spalloc://")]
    public void What_is_no_address_of_a_service_is_refused(string address) => Assert.That(() => BoardAllocator.Open(address), Throws.TypeOf<InvalidParameterException>());
}
