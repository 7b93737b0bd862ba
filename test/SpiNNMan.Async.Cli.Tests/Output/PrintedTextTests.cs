using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Tests.Output;

internal sealed class PrintedTextTests
{
    private readonly StringWriter _output = new();

    [Test]
    public async Task A_line_goes_on_where_its_core_left_it_unless_another_came_between()
    {
        var printed = new PrintedText(_output);
        foreach ((int core, string text) in new[] { (1, "one, "), (1, "two\n"), (1, "three"), (2, ""), (2, "four\n\nfive") })
            await printed.ShowAsync(new Iobuf(new CoreLocation(0, 0, (byte)core), text));

        await printed.EndLineAsync();
        await printed.EndLineAsync();

        Assert.That(_output.ToString(), Is.EqualTo("0,0,1: one, two\n0,0,1: three\n0,0,2: four\n0,0,2: \n0,0,2: five\n"));
    }

    [Test]
    public async Task What_would_move_the_cursor_is_replaced()
    {
        await new PrintedText(_output).ShowAsync(new Iobuf(new CoreLocation(0, 0, 1), "a\e[2J\tb\r\n\a\n"));

        Assert.That(_output.ToString(), Is.EqualTo("0,0,1: a\uFFFD[2J\tb\uFFFD\n0,0,1: \uFFFD\n"));
    }
}
