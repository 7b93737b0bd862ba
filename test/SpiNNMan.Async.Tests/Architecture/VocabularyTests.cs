using System.Reflection;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>One word for one thing: the first table of docs/vocabulary.md, for every public name.</summary>
internal sealed partial class VocabularyTests
{
    /// <summary>Names that have a rejected word for another reason.</summary>
    private static readonly HashSet<string> s_others = new(
        ["CpuClock", "CpuClockMHz", "NoListener"], StringComparer.Ordinal);

    private static readonly string[] s_lines = File.ReadAllLines(Repository.PathTo("docs", "vocabulary.md"));

    private static readonly Type[] s_types = [.. typeof(Transceiver).Assembly.GetExportedTypes(), .. typeof(VirtualMachine).Assembly.GetExportedTypes()];

    [Test]
    public void No_public_name_has_a_word_that_was_given_up()
    {
        string[] rejected = [.. Rejected()];
        IEnumerable<string> wrong = Names().Where(static name => !s_others.Contains(name)).Where(name => rejected.Any(word => HasWord(name, word)));

        Assert.That(rejected, Has.Length.GreaterThan(12), "the table is found");
        Assert.That(wrong.Distinct(StringComparer.Ordinal), Is.Empty);
    }

    [Test]
    public void What_is_read_can_be_written_and_what_is_asked_for_can_be_set()
    {
        IEnumerable<string> wrong = s_types.SelectMany(static type => MethodsOf(type)
            .Where(method => (method.StartsWith("Get", StringComparison.Ordinal) && MethodsOf(type).Contains($"Write{method[3..]}"))
                || (method.StartsWith("Set", StringComparison.Ordinal) && MethodsOf(type).Contains($"Read{method[3..]}"))
                || (method.StartsWith("Read", StringComparison.Ordinal) && MethodsOf(type).Contains($"Get{method[4..]}")))
            .Select(method => $"{type.Name}.{method}"));

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Only_storage_is_read()
    {
        string[] storage = ["", "Memory", "Word", "Struct", "Structs", "Chunks", "Neighbour", "SystemVariable", "SystemVariables", "UserRegister", "FpgaRegister"];
        IEnumerable<string> read = s_types.Where(static type => type.Assembly == typeof(Transceiver).Assembly).SelectMany(MethodsOf)
            .Where(static method => method.StartsWith("Read", StringComparison.Ordinal) && method.EndsWith("Async", StringComparison.Ordinal))
            .Select(static method => method["Read".Length..^"Async".Length]);

        Assert.That(read.Distinct(StringComparer.Ordinal), Is.SubsetOf(storage));
    }

    [Test]
    public void Nothing_shows_on_every_task_of_a_program()
    {
        IEnumerable<string> wrong = s_types.Where(static type => type is { IsAbstract: true, IsSealed: true })
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(static method => method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute)) && !IsOurs(method.GetParameters()[0].ParameterType))
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.That(wrong, Is.Empty);
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("SpiNNMan.Async", StringComparison.Ordinal) is true
        || (type.IsGenericParameter && type.GetGenericParameterConstraints().Any(IsOurs));

    private static IEnumerable<string> Rejected() => s_lines.SkipWhile(static line => !line.StartsWith("| Word |", StringComparison.Ordinal)).Skip(2)
        .TakeWhile(static line => line.StartsWith('|'))
        .SelectMany(static line => Code().Matches(line.Split('|')[3]).Select(static match => match.Groups["word"].Value));

    private static IEnumerable<string> Names() => s_types.Where(static type => type.Namespace?.Contains(".Wire", StringComparison.Ordinal) is not true)
        .SelectMany(static type => Members(type).Append(type.Name.Split('`')[0]));

    private static IEnumerable<string> Members(Type type) => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(static member => member is not ConstructorInfo and not MethodBase { IsSpecialName: true })
        .Select(static member => member.Name);

    private static string[] MethodsOf(Type type) =>
        [.. type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(static method => method.Name)];

    /// <summary>Whether a name has a word, and not only its letters: <c>SetWatchdogAsync</c> has no <c>Watch</c>.</summary>
    private static bool HasWord(string name, string word)
    {
        for (int at = name.IndexOf(word, StringComparison.Ordinal); at >= 0; at = name.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            int end = at + word.Length;
            if (end == name.Length || !char.IsLower(name[end]))
                return true;
        }

        return false;
    }

    [GeneratedRegex("`(?<word>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
