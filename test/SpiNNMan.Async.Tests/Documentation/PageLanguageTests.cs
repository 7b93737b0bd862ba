using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The prose of the pages is short sentences, without the words that docs/vocabulary.md gave up. Code and tables are not prose.</summary>
internal sealed partial class PageLanguageTests
{
    private const int MostWords = 30;

    private static readonly string[] s_pages =
    [
        "docs/conformance.md",
        "docs/fuzzing.md",
        "docs/hazards.md",
        "docs/coming-from-rig.md",
        "docs/coming-from-ybug.md",
        "docs/performance.md",
        "docs/platforms.md",
        "docs/reliability.md",
        "docs/unsafe-code.md",
        "docs/virtual-machine.md",
        "docs/versions-and-support.md",
        "docs/vocabulary.md",
        "docs/guides/applications.md",
        "docs/guides/discovery.md",
        "docs/guides/doctor.md",
        "docs/guides/errors-and-cleanup.md",
        "docs/guides/iobuf.md",
        "docs/guides/memory.md",
        "docs/guides/opening-a-machine.md",
        "docs/guides/power-and-bmp.md",
        "docs/guides/routing.md",
        "docs/guides/tags-and-live-data.md",
        "docs/guides/testing-your-program.md",
        "docs/guides/watching-a-machine.md",
        "docs/guides/without-hardware.md",
        "docs/protocol/bmp.md",
        "docs/protocol/boot.md",
        "docs/protocol/chip.md",
        "docs/protocol/connections.md",
        "docs/protocol/debugging.md",
        "docs/protocol/eieio.md",
        "docs/protocol/index.md",
        "docs/protocol/live.md",
        "docs/protocol/models.md",
        "docs/protocol/scp.md",
        "docs/protocol/sdp.md",
        "docs/protocol/spalloc.md",
    ];

    [TestCaseSource(nameof(s_pages))]
    public void No_sentence_is_long(string page)
    {
        string[] sentences = [.. Sentences(page)];

        Assert.That(sentences, Has.Length.GreaterThan(2), "prose is found");
        Assert.That(sentences.Where(static sentence => WordsOf(sentence) > MostWords), Is.Empty);
    }

    [TestCaseSource(nameof(s_pages))]
    public void No_sentence_has_a_word_that_was_given_up(string page) =>
        Assert.That(Sentences(page).Where(static sentence => Vocabulary.GivenUp.IsMatch(sentence)), Is.Empty);

    [TestCaseSource(nameof(s_pages))]
    public void No_sentence_begins_with_a_question_word_for_a_noun(string page) =>
        Assert.That(Sentences(page).Where(static sentence => sentence.StartsWith("What ", StringComparison.Ordinal) && !sentence.EndsWith('?')), Is.Empty);

    [TestCase("One.\nTwo [words](here.md) and `code. Code` in it. Three.", 3)]
    [TestCase("* one\n* two\n  goes on\n\n1. three", 3)]
    [TestCase("# Head\n\n| a. b. | c |\n|---|---|\n\n```\nx. y.\n```\n\n**Bold.** Text.", 2)]
    [TestCase("<!-- one. two. -->\nText; more", 2)]
    public void Sentences_are_told_apart(string text, int sentences) => Assert.That(SentencesOf(text.Split('\n')).Count(), Is.EqualTo(sentences));

    private static IEnumerable<string> Sentences(string page) => SentencesOf(File.ReadAllLines(Repository.PathTo(page)));

    private static IEnumerable<string> SentencesOf(IEnumerable<string> lines) =>
        Paragraphs(lines)
            .Select(static text => Link().Replace(Code().Replace(text, "code"), "${text}").Replace("*", "", StringComparison.Ordinal))
            .SelectMany(static text => SentenceEnd().Split(text)).Where(static sentence => WordsOf(sentence) > 0);

    /// <summary>The paragraphs and items of lists of a page, each as one line.</summary>
    private static IEnumerable<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraph = new List<string>();
        bool isCode = false;
        foreach (string line in lines.Append(""))
        {
            string text = line.Trim();
            bool isFence = text.StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            bool isProse = !isCode && !isFence && text.Length > 0 && text[0] is not ('#' or '|') && !text.StartsWith("<!--", StringComparison.Ordinal);
            if (paragraph.Count > 0 && (!isProse || Item().IsMatch(text)))
            {
                yield return string.Join(' ', paragraph);
                paragraph.Clear();
            }

            if (isProse)
                paragraph.Add(Item().Replace(text, ""));
        }
    }

    private static int WordsOf(string sentence) => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(static word => word.Any(char.IsLetterOrDigit));

    [GeneratedRegex(@"^(?:[-*]|\d+\.) ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Item();

    [GeneratedRegex("`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=[.;!?]["")]?)\s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SentenceEnd();
}
