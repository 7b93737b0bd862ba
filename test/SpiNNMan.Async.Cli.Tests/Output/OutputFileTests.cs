using System.Runtime.Versioning;
using System.Text;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Output;

/// <summary>Files get their names when they are whole, and a full disk leaves nothing of them.</summary>
internal sealed class OutputFileTests
{
    private readonly byte[] _content = Encoding.UTF8.GetBytes("what is in it");

    [Test]
    public async Task While_a_file_is_written_the_old_one_stays()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("file");
        await File.WriteAllTextAsync(path, "old");

        await using (OutputFile file = OutputFile.Create(path))
        {
            await file.Stream.WriteAsync(_content);
            await file.Stream.FlushAsync();
            Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("old"));
            Assert.That(Directory.GetFiles(directory.Root), Has.Length.EqualTo(2));
            await file.CompleteAsync(CancellationToken.None);
        }

        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(_content));
        Assert.That(Directory.GetFiles(directory.Root), Is.EqualTo(new[] { path }));
    }

    [Test]
    public async Task A_file_that_is_not_completed_leaves_nothing([Values] bool existed)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("file");
        if (existed)
            await File.WriteAllTextAsync(path, "old");

        await using (OutputFile file = OutputFile.Create(path))
            await file.Stream.WriteAsync(_content);

        Assert.That(Directory.GetFiles(directory.Root), existed ? Is.EqualTo(new[] { path }) : Is.Empty);
        Assert.That(existed ? await File.ReadAllTextAsync(path) : "old", Is.EqualTo("old"));
    }

    [Test, Platform(Exclude = "Win", Reason = "It has other rights and links."), UnsupportedOSPlatform("windows")]
    public async Task Rights_and_links_stay_as_they_were()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("file");
        string link = directory.File("link");
        await File.WriteAllTextAsync(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, path);

        await OutputFile.WriteAsync(link, _content, CancellationToken.None);

        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo(path));
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(_content));
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test, Platform(Include = "Linux", Reason = "They are devices of Linux.")]
    public async Task Devices_are_written_and_stay_devices()
    {
        await OutputFile.WriteAsync("/dev/null", _content, CancellationToken.None);

        Assert.That(async () => await OutputFile.WriteAsync("/dev/full", _content, CancellationToken.None), Throws.InstanceOf<IOException>());
        Assert.That(new FileInfo("/dev/null").Length, Is.Zero);
    }

    [TestCase("read HOST 0,0 0x60300000 1M FILE")]
    [TestCase("read HOST 0,0 0x60300000 1M FILE --hex")]
    [TestCase("snapshot HOST FILE")]
    [CancelAfter(60_000), Platform(Include = "Linux", Reason = "The shell limits the size of files.")]
    public async Task A_file_that_cannot_be_stored_whole_leaves_nothing(string words, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var directory = new TemporaryDirectory();
        string[] args = [.. words.Split(' ').Select(word => word switch { "HOST" => $"{machine.Boards[0].EndPoint}", "FILE" => directory.File("file"), _ => word })];

        // The runtime itself makes a large file in memory, unless its code may be written and executed.
        using var spinnman = SpinnmanProcess.StartByShell("trap '' XFSZ; ulimit -f 1; DOTNET_EnableWriteXorExecute=0 exec \"$@\"", args);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Failure));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Contain("spinnman: ").And.Not.Contain("defect"));
        Assert.That(Directory.GetFileSystemEntries(directory.Root), Is.Empty);
    }
}
