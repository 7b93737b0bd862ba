using SpiNNMan.Async.Tests.Architecture;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Architecture;

/// <summary>Where things of the tool are: a namespace is a folder, and nothing outgrows what one can read.</summary>
internal sealed class FolderTests
{
    private const string Folder = "src/SpiNNMan.Async.Cli";

    [Test]
    public void A_namespace_is_a_folder() => Assert.That(SourceFolders.MisplacedFiles(Folder), Is.Empty);

    [Test]
    public void No_file_is_too_long() => Assert.That(SourceFolders.LongFiles(Folder), Is.Empty);

    [Test]
    public void No_type_is_too_long() => Assert.That(SourceFolders.LongTypes(Folder), Is.Empty);

    [Test]
    public void No_folder_has_too_many_files() => Assert.That(SourceFolders.FullFolders(Folder), Is.Empty);

    [Test]
    public void The_rules_see_files() => Assert.That(Repository.SourceFiles(Folder).Count(), Is.GreaterThan(100));
}
