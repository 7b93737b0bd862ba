using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The script for Wireshark, from the tool.</summary>
internal sealed class DissectorCommandTests
{
    private static readonly string s_script = File.ReadAllText(Repository.PathTo("docs", "wireshark", "spinnaker.lua"));

    [Test]
    public async Task It_is_written_as_it_is() => Assert.That((await CommandRun.OfAsync("dissector")).Out, Is.EqualTo(s_script));

    [Test, Platform(Exclude = "Win", Reason = "Wireshark has another folder there.")]
    public async Task It_is_installed_where_Wireshark_looks()
    {
        using var home = new TemporaryDirectory();

        CommandRun run = await CommandRun.OfAsync(["dissector", "--install"], variables: new(StringComparer.Ordinal) { ["HOME"] = home.Root });

        string file = Path.Combine(home.Root, ".local", "lib", "wireshark", "plugins", "spinnaker.lua");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.StartWith($"{file} is installed."));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(s_script));
    }

    [Test]
    public async Task It_is_installed_in_a_folder_that_is_named_in_place_of_an_older_one()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("spinnaker.lua"), "old");

        CommandRun run = await CommandRun.OfAsync("dissector", "--install", directory.Root, "--json");

        Assert.That(run.Out, Does.Contain($"\"file\":\"{directory.File("spinnaker.lua")}\"").And.Not.Contain("script"));
        Assert.That(await File.ReadAllTextAsync(directory.File("spinnaker.lua")), Is.EqualTo(s_script));
    }

    [TestCase("--install /no/such/folder", "There is no folder /no/such/folder", ExitCodes.Failure)]
    [TestCase("--install", "is not set, so the folder of Wireshark's plugins is not known", ExitCodes.Failure, Description = "no variable is set here")]
    public async Task Where_it_cannot_go_is_an_error(string words, string message, int exitCode)
    {
        CommandRun run = await CommandRun.OfAsync(["dissector", .. words.Split(' ')]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((exitCode, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }
}
