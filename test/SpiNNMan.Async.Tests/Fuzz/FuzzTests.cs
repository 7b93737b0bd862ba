using System.Reflection;
using SpiNNMan.Async.Fuzz;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Fuzz;

internal sealed class FuzzTests
{
    private static IReadOnlyList<FuzzTarget> Targets => FuzzTargets.All;

    [TestCaseSource(nameof(Targets))]
    public void Mutated_bytes_find_nothing_in(FuzzTarget target)
    {
        var fuzzer = new Fuzzer(target, seed: 20_000);
        string? defect = null;
        while (defect is null && fuzzer.Inputs < 3000)
            defect = fuzzer.Step();

        Assert.That(defect, Is.Null, () => Convert.ToHexString(fuzzer.Current));
    }

    [Test]
    public void Every_decoder_is_a_target()
    {
        Type[] types = typeof(PacketError).Assembly.GetExportedTypes();
        IEnumerable<string> decoders = types
            .Where(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Any(method => method.Name is "TryParse"))
            .Where(type => type != typeof(Acknowledgement))
            .Select(type => type.Name);
        IEnumerable<string> replies = types
            .Where(type => type.IsValueType && type.GetInterfaces().Any(one =>
                one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IScpRequest<>) && one.GenericTypeArguments[0] != typeof(Acknowledgement)))
            .Select(type => $"Reply{type.Name}");

        // Names are those of the types, in lower case with hyphens.
        IEnumerable<string> targets = Targets.Select(target => target.Name.Replace("-", "", StringComparison.Ordinal));
        Assert.That(decoders.Concat(replies).Select(name => name.ToUpperInvariant()), Is.SubsetOf(targets.Select(name => name.ToUpperInvariant())));
    }

    [Test]
    public void The_same_seed_tries_the_same_inputs()
    {
        static string Inputs(ulong seed)
        {
            var fuzzer = new Fuzzer(FuzzTargets.All[0], seed);
            return string.Join(' ', Enumerable.Range(0, 20).Select(_ => (fuzzer.Step(), Convert.ToHexString(fuzzer.Current)).Item2));
        }

        string first = Inputs(7);

        Assert.That(Inputs(7), Is.EqualTo(first));
        Assert.That(Inputs(8), Is.Not.EqualTo(first));
    }

    private static IEnumerable<TestCaseData> BadDecoders()
    {
        yield return Bad("throws", static (ReadOnlyMemory<byte> input, out PacketError error) =>
        {
            error = default;
            return [input.Span[4]];
        });
        yield return Bad("reads what is not part", static (ReadOnlyMemory<byte> input, out PacketError error) =>
        {
            error = default;
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(input, out ArraySegment<byte> segment);
            return [segment.Array![segment.Offset + segment.Count]];
        });
        yield return Bad("allocates", static (ReadOnlyMemory<byte> input, out PacketError error) =>
        {
            error = PacketError.BadValue("X", 0, "detail");
            return new byte[100_000].Length > 0 ? null : [];
        });
        yield return Bad("without saying why", static (ReadOnlyMemory<byte> input, out PacketError error) =>
        {
            error = default;
            return null;
        });
        yield return Bad("says that byte 9", static (ReadOnlyMemory<byte> input, out PacketError error) =>
        {
            error = PacketError.TooShort("X", 9, 10, 4);
            return null;
        });
        yield return Bad("does not decode to the same", static (ReadOnlyMemory<byte> input, out PacketError error) =>
        {
            error = default;
            return [.. input.Span, 0];
        });
    }

    [TestCaseSource(nameof(BadDecoders))]
    public void A_decoder_that_misbehaves_is_found(Decode decoder, string finding)
    {
        string? defect = new Fuzzer(new FuzzTarget("bad", [], decoder), seed: 1).Check([1, 2, 3, 4]);

        Assert.That(defect, Does.Contain(finding));
    }

    [Test]
    public async Task Arguments_that_are_not_understood_are_refused([Values("--seconds", "--seconds 0", "--inputs 0", "--inputs x", "--target nobody", "--seed x", "--seconds-each 0", "--workers 0", "more")] string arguments)
    {
        using var output = new StringWriter();

        int code = await FuzzSession.RunAsync(arguments.Split(' '), output);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Contain("--target NAME").And.Contain("eieio-message"));
    }

    [Test]
    public async Task A_session_counts_its_inputs()
    {
        using var output = new StringWriter();

        int code = await FuzzSession.RunAsync(["--seconds", "0.05", "--target", "sdp-header", "--seed", "3"], output);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Match("sdp-header: [1-9][0-9]* inputs, [0-9]+ kept, nothing found").And.Contain("0 failed"));
    }

    [Test]
    public async Task A_session_stops_after_so_many_inputs()
    {
        using var output = new StringWriter();

        int code = await FuzzSession.RunAsync(["--inputs", "123", "--target", "sdp-header"], output);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Match("sdp-header: 123 inputs, [0-9]+ kept, nothing found"));
    }

    [Test]
    public async Task Inputs_with_which_something_new_happens_are_kept_for_the_next_session()
    {
        string folder = Directory.CreateTempSubdirectory("corpus").FullName;
        try
        {
            using var output = new StringWriter();
            await FuzzSession.RunAsync(["--inputs", "2000", "--target", "boot-message", "--corpus", folder], output);
            string[] kept = Directory.GetFiles(Path.Combine(folder, "boot-message"));
            await FuzzSession.RunAsync(["--inputs", "1", "--target", "boot-message", "--corpus", folder], output);

            Assert.That(kept, Is.Not.Empty);
            Assert.That(output.ToString(), Does.Contain($"2000 inputs, {kept.Length} kept").And.Contain("1 inputs, 0 kept"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task All_targets_can_run_at_once()
    {
        using var output = new StringWriter();

        int code = await FuzzSession.RunAsync(["--inputs", "20", "--workers", "100"], output);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Contain($"{20 * Targets.Count} inputs, 0 failed"));
    }

    private static TestCaseData Bad(string finding, Decode decoder) => new TestCaseData(decoder, finding).SetArgDisplayNames(finding);
}
