// Pages, changed on their way.
export const rows = ['J10'];
export const title = 'HTMLRewriter changes elements, attributes, texts and comments of a response while it streams';

const PAGE = '<!doctype html><html><head><title>Old</title></head><body><a href="/a" class="x">one</a>'
  + '<p id=p>two &amp; <b>three</b></p><!-- note --><i></i></body></html>';

export default class {
  async onRequest() {
    const seen = [];
    const rewriter = new HTMLRewriter()
      .on('title', { element: (title) => { title.setInnerContent('New & "better"'); } })
      .on('a[href].x', {
        async element(link) {
          seen.push(link.tagName, link.getAttribute('href'), link.hasAttribute('id'), [...link.attributes]);
          await null;
          link.setAttribute('href', '/b?c="d"').removeAttribute('class').before('<hr>', { html: true }).after('<after>');
        },
      })
      .on('p#p > b', { element: (bold) => { bold.removeAndKeepContent(); } })
      .on('p', { text: (chunk) => { if (chunk.text.includes('two')) chunk.replace(chunk.text.replace('two', '2'), { html: true }); } })
      .on('i', { element: (italic) => { italic.remove(); } })
      .onDocument({
        doctype: ({ name }) => { seen.push(name); },
        comments: (comment) => { comment.text = ' noted '; },
        end: (end) => { end.append('<!-- end -->', { html: true }); },
      });
    const response = rewriter.transform(new Response(PAGE, { status: 201, headers: { 'x-mine': 'yes' } }));
    return Response.json({ status: response.status, header: response.headers.get('x-mine'), html: await response.text(), seen });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  status: 201,
  header: 'yes',
  html: '<!doctype html><html><head><title>New &amp; "better"</title></head><body><hr><a href="/b?c=&quot;d&quot;">one</a>&lt;after&gt;'
    + '<p id=p>2 &amp; three</p><!-- noted --></body></html><!-- end -->',
  seen: ['html', 'a', '/a', false, [['href', '/a'], ['class', 'x']]],
};
