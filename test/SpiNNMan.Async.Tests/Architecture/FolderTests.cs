using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Where things are: a namespace is a folder, and nothing outgrows what one can read.</summary>
internal sealed class FolderTests
{
    private static readonly string[] s_libraries = ["src/SpiNNMan.Async", "src/SpiNNMan.Async.Simulation", "src/SpiNNMan.Async.Emulation", "src/SpiNNMan.Async.Generators", "src/SpiNNMan.Async.Spalloc", "src/SpiNNMan.Async.Spalloc.Server", "src/SpiNNMan.Async.Live", "src/SpiNNMan.Async.Testing", "src/SpiNNMan.Async.Web"];

    [Test]
    public void A_namespace_is_a_folder() => Assert.That(SourceFolders.MisplacedFiles("src"), Is.Empty);

    [Test]
    public void No_file_is_too_long() => Assert.That(SourceFolders.LongFiles("src"), Is.Empty);

    [TestCaseSource(nameof(s_libraries))]
    public void No_type_is_too_long(string folder) => Assert.That(SourceFolders.LongTypes(folder), Is.Empty);

    [TestCaseSource(nameof(s_libraries))]
    public void No_folder_has_too_many_files(string folder) => Assert.That(SourceFolders.FullFolders(folder), Is.Empty);

    [Test]
    public void The_rules_see_files() => Assert.That(Repository.SourceFiles("src").Count(), Is.GreaterThan(200));
}
