using System.CommandLine;
using System.Text;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Web;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary>The options that write a picture of a machine to a file.</summary>
internal sealed class PictureOptions
{
    private readonly Option<FileInfo?> _svg = new("--svg") { Description = "Write a picture to a file, as SVG.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile };
    private readonly Option<FileInfo?> _png = new("--png") { Description = "Write a picture to a file, as PNG.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile };

    private PictureOptions()
    {
        _svg.RequireText();
        _png.RequireText();
        _png.RequireFullTool("the drawing of PNG");
    }

    /// <summary>Adds them to a command.</summary>
    public static PictureOptions AddTo(Command command)
    {
        var options = new PictureOptions();
        command.Options.Add(options._svg);
        command.Options.Add(options._png);
        return options;
    }

    /// <summary>Whether a picture is wanted.</summary>
    public bool AreWanted(ParseResult parsed) => parsed.GetValue(_svg) is not null || parsed.GetValue(_png) is not null;

    /// <summary>Checks, before the command does its work, that the files can be written.</summary>
    public void RequireWritable(ParseResult parsed)
    {
        foreach (FileInfo file in new[] { parsed.GetValue(_svg), parsed.GetValue(_png) }.OfType<FileInfo>())
            OutputFiles.RequireWritable(file.FullName);
    }

    /// <summary>Writes the files that are wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="draw">Draws the picture, if one is wanted.</param>
    /// <param name="cancellationToken">Ends it. Files that were there stay as they were.</param>
    public async Task WriteAsync(ParseResult parsed, Func<Scene> draw, CancellationToken cancellationToken)
    {
        if (!AreWanted(parsed))
            return;

        Scene scene = draw();
        if (parsed.GetValue(_svg) is { } svg)
            await OutputFile.WriteAsync(svg.FullName, Encoding.UTF8.GetBytes(SvgWriter.Write(scene)), cancellationToken);
        if (ToolBuild.IsFull && parsed.GetValue(_png) is { } png)
            await OutputFile.WriteAsync(png.FullName, PngFiles.Draw(scene), cancellationToken);
    }
}
