// CODE_SECTION:readme-usings:START
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
// CODE_SECTION:readme-usings:END

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The program of README.md. It runs as a test.</summary>
internal sealed class ReadmeSnippets
{
    [Test]
    public async Task Readme()
    {
        // CODE_SECTION:readme:START
        await using var machine = await VirtualMachine.StartAsync(BoardType.Spin5);      // a board in this process: no hardware
        await using var scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);

        Console.WriteLine(await scamp.GetVersionAsync());
        await scamp.WriteMemoryAsync(new ChipLocation(1, 1), 0x60300000, "Hello, chip."u8.ToArray());
        byte[] back = await scamp.ReadMemoryAsync(new ChipLocation(1, 1), 0x60300000, 12);

        // CODE_SECTION:readme:END
        Assert.That(back, Is.EqualTo("Hello, chip."u8.ToArray()));
    }
}
