using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Tests.Output;

/// <summary>Pictures of machines, with as much detail as the width of the terminal allows.</summary>
internal sealed class MachinePictureTests
{
    [Test]
    public void A_board_shows_the_cores_of_each_chip_and_what_is_missing()
    {
        string[] lines = Draw(8, 8, width: 80, missing: new ChipLocation(3, 3));

        Assert.That(lines[0], Is.EqualTo("  7              18 18 18 18"));
        Assert.That(lines[4], Is.EqualTo("  3  18 18 18 xx 18 18 18 18"));
        Assert.That(lines[8], Is.EqualTo("      0  1  2  3  4  5  6  7"));
    }

    [Test]
    public void A_wide_machine_shows_a_sign_for_each_chip()
    {
        string[] lines = Draw(60, 24, width: 80, missing: new ChipLocation(30, 5));

        Assert.That(lines[0], Has.Length.EqualTo(64));
        Assert.That(lines[18][4 + 30], Is.EqualTo('x'));
        Assert.That(lines[23], Does.StartWith("  0 E...........E"));
    }

    [Test]
    public void A_very_wide_machine_shows_a_sign_for_each_board()
    {
        string[] lines = Draw(240, 120, width: 80, missing: new ChipLocation(13, 1));

        Assert.That(lines.Take(30).Sum(static line => line.Count(static sign => sign is '#' or '-')), Is.EqualTo(600));
        Assert.That(lines[29], Does.StartWith("  0 #  -  #"));
    }

    private static string[] Draw(int columns, int rows, int width, ChipLocation missing)
    {
        var geometry = new MachineGeometry(columns, rows);
        var idle = new CoreStates([.. Enumerable.Repeat(CoreState.Idle, CoreSet.MaxCores)]);
        IEnumerable<MachineChip> chips = Enumerable.Range(0, columns)
            .SelectMany(x => Enumerable.Range(0, rows).Select(y => new ChipLocation((byte)x, (byte)y)))
            .Where(place => geometry.Contains(place) && place != missing)
            .Select(place => new MachineChip(
                place, CoreSet.FromMask(0x3FFFF), LinkSet.FromMask(0x3F), geometry.GetNearestEthernet(place), EthernetAddress: null, LargestFreeSdram: 0, FreeRouterEntries: 0, idle));
        var machine = new Machine(new MachineDimensions(columns, rows), default, chips);
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        new MachinePicture(machine, new MachineFaults(machine, new SoftwareVersion(4, 0, 0), [])).WriteTo(console);
        return [.. output.ToString().Split('\n').Select(static line => line.TrimEnd())];
    }
}
