// A resource that is nothing but its Name, as a user of cfn-custom-resource writes it.
const { DELETE, sendFailure, sendSuccess } = require('cfn-custom-resource');

exports.handler = async (event) => {
  const { Name, Kept, Text } = event.ResourceProperties;
  if (event.RequestType === DELETE) {
    const id = event.PhysicalResourceId;
    return Kept === 'true' ? sendFailure(`Not empty: ${id}`, event) : sendSuccess(id, undefined, event);
  }
  if (Name === 'taken') return sendFailure('The name is taken: taken', event);
  return sendSuccess(Name, Text ?? { Title: `The ${Name}` }, event);
};
