using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Arguments;

namespace SpiNNMan.Async.Cli.Captures;

/// <summary>The options of every command that show what goes over the network.</summary>
internal static class CaptureOptions
{
    private const string FileName = "--capture";
    private const string SizeName = "--capture-size";
    private const string LastName = "--capture-last";
    private const string VerboseName = "--verbose";
    private const long Mebibyte = 1L << 20;
    private const long Greatest = 1L << 40;

    /// <summary>Creates the options.</summary>
    public static IEnumerable<Option> Create()
    {
        var file = new Option<FileInfo>(FileName) { Description = "Write what goes over the network to a pcapng file, for Wireshark and 'spinnman explain'.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile!, Recursive = true };
        var size = new Option<long>(SizeName)
        {
            Description = "The most that --capture writes, in bytes, for instance 64M. [default: 1024M]",
            HelpName = "BYTES",
            CustomParser = ParseSize,
            DefaultValueFactory = static _ => new PacketCaptureOptions().MaxBytes,
            Recursive = true,
        };
        var last = new Option<bool>(LastName) { Description = "Let --capture keep the last datagrams that fit, in two files, and not the first.", Recursive = true };
        foreach (Option option in (Option[])[size, last])
        {
            option.Validators.Add(result =>
            {
                if (!result.Implicit && result.GetResult(file) is not OptionResult { Implicit: false })
                    result.AddError($"{option.Name} is for --capture FILE: add it.");
            });
        }

        return [file, size, last, new Option<bool>(VerboseName, "-v") { Description = "Print requests and replies on standard error, one a line.", Recursive = true }];
    }

    /// <summary>The file; <see langword="null"/> if nothing is captured.</summary>
    public static FileInfo? FileOf(ParseResult parsed) => parsed.GetValue<FileInfo?>(FileName);

    /// <summary>Whether requests and replies are printed.</summary>
    public static bool IsVerbose(ParseResult parsed) => parsed.GetValue<bool>(VerboseName);

    /// <summary>How much is kept, and who is told.</summary>
    public static PacketCaptureOptions Read(ParseResult parsed, Action<CapturedDatagram>? watcher) =>
        new() { MaxBytes = parsed.GetValue<long>(SizeName), KeepLast = parsed.GetValue<bool>(LastName), Watcher = watcher };

    private static long ParseSize(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Numbers.TryParse(text, out long bytes) && bytes is >= PacketCaptureOptions.LeastBytes and <= Greatest)
            return bytes;

        result.AddError($"{SizeName} must be a number of bytes from {PacketCaptureOptions.LeastBytes / 1024}K to {Greatest / Mebibyte}M, and not '{text}'.");
        return Greatest;
    }
}
