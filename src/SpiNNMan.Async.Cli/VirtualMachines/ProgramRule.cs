using System.CommandLine.Parsing;
using System.Text;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Reads the rules that say which built-in program stands for which image.</summary>
internal static class ProgramRule
{
    /// <summary>Reads any number of rules of the form <c>RULE=PROGRAM[:ARGUMENT]</c>.</summary>
    public static ApplicationRule[]? ParseAll(ArgumentResult result)
    {
        var rules = new List<ApplicationRule>();
        foreach (Token token in result.Tokens)
        {
            try
            {
                rules.Add(Parse(token.Value));
            }
            catch (Exception exception) when (exception is SpinnakerException or FormatException or IOException or UnauthorizedAccessException)
            {
                result.AddError($"'{token.Value}': {exception.Message}");
                return null;
            }
        }

        return [.. rules];
    }

    private static ApplicationRule Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
            throw new FormatException("RULE=PROGRAM is expected, for instance my_app=ticks:1000.");

        string[] program = text[(equals + 1)..].Split(':', 2);
        Func<IVirtualCoreApplication> create = BuiltInProgram.Find(program[0], program.Length == 2 ? program[1] : null);
        string rule = text[..equals];
        string[] parts = rule.Split(':', 2);
        return parts switch
        {
            ["sum", var number] => new ApplicationRule(Name: null, create) { Checksum = ParseSum(number) },
            ["text", { Length: > 0 } content] => new ApplicationRule(Name: null, create) { Content = Encoding.UTF8.GetBytes(content) },
            ["file", var path] => new ApplicationRule(Name: null, create) { Checksum = ApplicationRule.ChecksumOf(ReadImage(path)) },
            [var name] => new ApplicationRule(name, create),
            _ => throw new FormatException("the rule must be a name, sum:NUMBER, text:TEXT or file:APLX."),
        };
    }

    private static byte[] ReadImage(string path)
    {
        using FileStream file = File.OpenRead(path);
        var image = new byte[ApplicationImage.MaxSize + 1];
        int length = file.ReadAtLeast(image, image.Length, throwOnEndOfStream: false);
        return length < image.Length ? image[..length] : throw new FormatException($"{path} is too long for an APLX file.");
    }

    private static uint ParseSum(string text) =>
        Numbers.TryParse(text, out long number) && number is >= 0 and <= uint.MaxValue ? (uint)number : throw new FormatException("a sum is a number of 32 bits, for instance 0x1234abcd.");
}
