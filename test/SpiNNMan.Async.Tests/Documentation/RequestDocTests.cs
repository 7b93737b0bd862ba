using System.Reflection;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;
using static SpiNNMan.Async.Tests.Documentation.MarkdownDocument;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>What the pages say of requests is what their types do.</summary>
internal sealed partial class RequestDocTests
{
    private static readonly Dictionary<string, Type> s_monitor = Requests(typeof(IScpRequest).Namespace!);
    private static readonly Dictionary<string, Type> s_bmp = Requests(typeof(ReadAdc).Namespace!);

    private static MarkdownDocument Scp => All["scp.md"];

    private static MarkdownDocument Bmp => All["bmp.md"];

    [Test]
    public void Every_request_to_a_monitor_is_listed_with_its_command()
    {
        var listed = new List<string>();
        foreach (string[] row in Scp.Table("Commands", "Code", "`ScpCommand`"))
        {
            long[] codes = Numbers(row[0]);
            string[] names = Names(row[2]);
            listed.AddRange(names);
            Assert.That(names.Select(name => (long)Default(s_monitor[name]).Command).Distinct(), Is.EquivalentTo(codes), row[1]);
        }

        Assert.That(listed.Append(nameof(RawScpRequest)), Is.EquivalentTo(s_monitor.Keys));
    }

    [Test]
    public void Every_request_to_a_BMP_is_described() => Assert.That(s_bmp.Keys, Is.SubsetOf(Names(Bmp.Text)));

    [Test]
    public void Commands_of_BMPs()
    {
        var described = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match match in CommandInText().Matches(Bmp.Text))
            described[match.Groups[2].Value] = int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(described, Has.Count.GreaterThanOrEqualTo(6));
        foreach ((string name, int command) in described)
            Assert.That((int)Default(s_bmp[name]).Command, Is.EqualTo(command), name);

        foreach (string[] row in Bmp.Table("Flash", "Request", "Command"))
            Assert.That((long)Default(s_bmp[Names(row[0])[0]]).Command, Is.EqualTo(Number(row[1])), row[0]);
    }

    [Test]
    public void Selectors_of_information_about_boards()
    {
        foreach (string[] row in Bmp.Table("Information", "Number", "Request"))
        {
            IScpRequest request = Default(s_bmp[Names(row[1])[0]]);
            Assert.That((request.Command, (long)request.Arguments.First), Is.EqualTo((ScpCommand.BmpInfo, Number(row[0]))), row[1]);
        }
    }

    [Test]
    public void Operations_on_the_serial_flash()
    {
        foreach (string[] row in Bmp.Table("Serial flash", "Request", "Argument 1", "Argument 2", "Argument 3"))
            Assert.That((long)Default(s_bmp[Names(row[0])[0]]).Arguments.Third, Is.EqualTo(Number(row[3])), row[0]);
    }

    [TestCase("Allocation", 0)]
    [TestCase("Router", 0)]
    [TestCase("IP tags", 16)]
    public void Operations(string section, int lowestBit)
    {
        foreach (string[] row in Scp.Table(section, "Operation", "Request"))
        {
            foreach (string name in Names(row[1]).Where(s_monitor.ContainsKey))
                Assert.That((long)(Default(s_monitor[name]).Arguments.First >> lowestBit) & 0xFF, Is.EqualTo(Number(row[0])), name);
        }
    }

    [Test]
    public void What_may_not_be_repeated_says_why()
    {
        string[] listed = [.. Scp.Table("What may be repeated", "Request", "Why not").SelectMany(row => Names(row[0])).Distinct(StringComparer.Ordinal)];

        // Those that do not just take the default; some say the default themselves, which spares the hot path a box.
        string[] special = [.. s_monitor.Values.Where(type => Declares(type, nameof(IScpRequest.Repeatability))).Select(type => type.Name)];
        Assert.That(listed, Is.SubsetOf(special));
        Assert.That(special.Except(listed, StringComparer.Ordinal).Select(name => Default(s_monitor[name]).Repeatability), Is.All.EqualTo(Repeatability.Repeatable));
    }

    [Test]
    public void How_long_commands_take()
    {
        var listed = new List<string>();
        foreach (string[] row in Scp.Table("How long commands take", "`TimeoutClass`", "Requests"))
        {
            var expected = Enum.Parse<TimeoutClass>(row[0]);
            foreach (string name in Names(row[1]).Where(s_monitor.ContainsKey))
            {
                IScpRequest request = name is nameof(FillMemory) ? new FillMemory(default, 0, 0, 8192) : Default(s_monitor[name]);
                Assert.That(request.TimeoutClass, Is.EqualTo(expected), name);
                listed.Add(name);
            }
        }

        IEnumerable<string> prompt = s_monitor.Keys.Except(listed, StringComparer.Ordinal);
        Assert.That(prompt.Select(name => Default(s_monitor[name]).TimeoutClass), Is.All.EqualTo(TimeoutClass.Prompt));
    }

    private static bool Declares(Type type, string property) => type.GetProperty(property, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null;

    // What a request type says of itself is the same for all its values here, so that an empty one will do.
    private static IScpRequest Default(Type type) => (IScpRequest)Activator.CreateInstance(type)!;

    private static Dictionary<string, Type> Requests(string space) => typeof(IScpRequest).Assembly.GetExportedTypes()
        .Where(type => type.IsValueType && type.IsAssignableTo(typeof(IScpRequest)) && type.Namespace!.StartsWith(space, StringComparison.Ordinal))
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    [GeneratedRegex(@"Command (\d+)(?: with \d+ in argument 1)?, `(\w+)`")]
    private static partial Regex CommandInText();
}
