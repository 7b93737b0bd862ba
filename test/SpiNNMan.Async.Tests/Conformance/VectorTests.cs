using SpiNNMan.Async.Conformance;

namespace SpiNNMan.Async.Tests.Conformance;

internal sealed class VectorTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Vectors");

    private static IEnumerable<string> Files => Directory.EnumerateFiles(s_folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void Every_record_of_a_vector_file_passes(string file)
    {
        FileReport report = ConformanceRunner.RunFile(Path.Combine(s_folder, file));

        Assert.That(report.Failures, Is.Empty);
        Assert.That(report.Total, report.IsCovered ? Is.GreaterThan(0) : Is.Zero);
    }

    [Test]
    public void Every_suite_has_its_file()
    {
        IEnumerable<string> covered = Suites.Records.Select(suite => suite.FileName).Concat(Suites.Documents.Select(suite => suite.FileName));

        Assert.That(covered, Is.SubsetOf(Files));
    }

    [Test]
    public void A_file_or_a_record_that_nobody_knows_fails()
    {
        string folder = Directory.CreateTempSubdirectory("vectors").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "mystery.json"), """{"records": []}""");
            File.WriteAllText(Path.Combine(folder, "boot.json"), """{"records": [{"name": "a", "kind": "mystery"}, {"name": "b"}]}""");
            using var output = new StringWriter();

            bool passed = ConformanceRunner.Run(folder, output);

            Assert.That(passed, Is.False);
            Assert.That(output.ToString(), Does.Contain("mystery.json: 0 of 1").And.Contain("boot.json: 0 of 2").And.Contain("0 passed, 3 failed"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_wrong_byte_is_reported_with_what_was_expected_and_what_came()
    {
        string folder = Directory.CreateTempSubdirectory("vectors").FullName;
        try
        {
            string path = Path.Combine(folder, "eieio_commands.json");
            File.WriteAllText(path, """{"records": [{"name": "padding", "kind": "encode", "class": "PaddingRequest", "ctor": {}, "command": 2, "bytes_hex": "0340"}]}""");

            FileReport report = ConformanceRunner.RunFile(path);

            Assert.That(report.Failures, Is.EqualTo(new[] { "padding: bytes: expected 0340, got 0240" }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
